import { expect, test } from 'vitest';
import type { ListExplanation } from '../../../src/customers/list/plan/explain-list.ts';
import { planSentences } from '../../../src/server/result/plan-sentences.ts';

const NOTHING: ListExplanation = {
  field: 'customers',
  order: 'SOURCE ASC',
  drivenBy: null,
  legs: [],
  skipped: [],
};

test('a plan is told in sentences, with the names of criteria', () => {
  expect(
    planSentences({
      ...NOTHING,
      legs: [
        {
          source: 'HELPCRUNCH',
          orderedBy: 'FIRST_SEEN',
          queries: 2,
          criteria: [
            {
              criterion: 'helpCrunch.tags',
              handling: 'PUSHED_DOWN_AND_RECHECKED',
              parameter: 'customers.tagsData',
            },
            { criterion: 'helpCrunch.id', handling: 'PUSHED_DOWN' },
            { criterion: 'birthdate', handling: 'RESIDUAL' },
          ],
          lookUps: ['claimed by an account of CARECLOUD (email)'],
        },
      ],
      skipped: [{ source: 'CARECLOUD', reason: 'the filter has criteria that only another source knows' }],
    }),
  ).toEqual([
    'People are listed at HELPCRUNCH, by FIRST_SEEN.',
    'HELPCRUNCH itself filters by helpCrunch.id.',
    'HELPCRUNCH filters, and the gateway checks again, by helpCrunch.tags.',
    'HELPCRUNCH cannot filter, so the gateway checks row by row, by birthdate.',
    'That takes 2 queries in parallel.',
    'One look-up for each page finds out who is claimed by an account of CARECLOUD (email).',
    "CARECLOUD's list was not read: the filter has criteria that only another source knows.",
  ]);
});

test('a list that drives is told as the shorter one, and no list as nobody', () => {
  const leg = { source: 'CARECLOUD', orderedBy: 'CUSTOMER_ID', queries: 1, criteria: [], lookUps: [] };
  expect(planSentences({ ...NOTHING, drivenBy: 'CARECLOUD', legs: [leg] })).toEqual([
    'The shorter list was chosen: people are listed at CARECLOUD, by CUSTOMER_ID.',
  ]);
  expect(planSentences(NOTHING)).toEqual(['No list was read, because nobody can match.']);
});
