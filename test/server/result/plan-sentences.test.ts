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

test('a plan is described in sentences, with the names of criteria', () => {
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
          lookUps: ['has an account at CareCloud (by email)'],
        },
      ],
      skipped: [
        { source: 'CARECLOUD', reason: 'people are listed where the criteria of the filter are known' },
      ],
    }),
  ).toEqual([
    'Listed at HelpCrunch because only HelpCrunch knows helpCrunch.tags, helpCrunch.id, in the order of FIRST_SEEN.',
    'HelpCrunch filters by helpCrunch.id.',
    'HelpCrunch filters, and the gateway checks again, by helpCrunch.tags.',
    'HelpCrunch cannot filter, so the gateway checks each row, by birthdate.',
    'That takes 2 queries in parallel.',
    'One look-up for each page finds out who has an account at CareCloud (by email).',
    'CareCloud’s list was not read: people are listed where the criteria of the filter are known.',
  ]);
});

test('a driving list is described as the shorter one, and a missing list as empty', () => {
  const leg = { source: 'CARECLOUD', orderedBy: 'CUSTOMER_ID', queries: 1, criteria: [], lookUps: [] };
  expect(planSentences({ ...NOTHING, drivenBy: 'CARECLOUD', legs: [leg] })).toEqual([
    'Listed at CareCloud because its list is the shorter one, in the order of CUSTOMER_ID.',
  ]);
  expect(planSentences(NOTHING)).toEqual(['No list was read, because no customer can match.']);
});
