import type { HelpCrunchCustomer } from '../../customers/model/help-crunch-customer.ts';
import type { SearchCondition } from '../../vendors/helpcrunch/wire/wire.ts';
import { judgeFound, judgeSpelling } from '../judge.ts';
import { firstSpelled, inOtherCase, inside, withMostSpellingsFirst, withoutAccents } from '../spellings.ts';
import { allOf, anyOf, cannotTell, type Verdict, type Verification } from '../verdict.ts';
import { all, type HelpCrunchContext, profileIdsOf } from './context.ts';

/** A field, an operator, and the value of a profile to search for. */
interface Use {
  readonly field: 'customers.email' | 'customers.name';
  readonly operator: '=' | '~';
  readonly read: (row: HelpCrunchCustomer) => string | null;
}

const EMAIL: Use = { field: 'customers.email', operator: '=', read: ({ email }) => email };
/** The first word of the name. */
const NAME: Use = {
  field: 'customers.name',
  operator: '~',
  read: ({ name }) => name?.trim().split(/\s+/)[0] || null,
};

/** Checks how HelpCrunch compares texts. */
export const TEXT_CHECKS = {
  match: {
    how: 'searches for one profile by its email and by the first word of its name, as they are written',
    otherwise: 'people are not found by it',
    async check(context) {
      const verdicts: Verdict[] = [];
      for (const use of [EMAIL, NAME]) {
        const [row] = rowsFor(context, use);
        const value = row && use.read(row);
        const found = value ? await idsBy(context, use, row, value) : [];
        verdicts.push(judgeFound(labelOf(use), row ? [row.customerId] : [], found));
      }
      return allOf(verdicts);
    },
  },
  letterCase: {
    how: 'searches for one profile by its email and by the first word of its name in swapped letter case',
    otherwise:
      'a profile in another letter case is not found, except for emails in lower case, and names in lower case, capitalised or in capitals',
    check: async (context) =>
      anyOf([
        await judgeSpelled(context, EMAIL, inOtherCase, true),
        await judgeSpelled(context, NAME, inOtherCase, true),
      ]),
  },
  accents: {
    how: 'searches for one profile by the first word of its name without accents',
    otherwise:
      'no customer is missed or shown wrongly, because rows are checked again; requests are spent on rows that are dropped, and helpCrunchCustomers shows them, because it applies HelpCrunch’s own matching',
    check: (context) => judgeSpelled(context, NAME, withoutAccents, false),
  },
  insideWords: {
    how: 'searches for one profile by letters from the middle of the first word of its name',
    otherwise: 'people are not found by phone, and filters with contains miss people',
    check: (context) => judgeSpelled(context, NAME, inside, true),
  },
  missingValues: {
    how: 'searches for a profile without an email by its id and by email != something',
    otherwise: 'filters with != or !~ omit people without a value',
    async check({ page, sample }) {
      const row = sample.customers.find(({ email }) => email === null);
      if (row === undefined) return cannotTell('every profile of the first hundred has an email');
      const asked = all(idOf(row), {
        field: 'customers.email',
        operator: '!=',
        value: 'gateway-verify@nobody.invalid',
      });
      const found = profileIdsOf(await page(asked, { limit: 10 }));
      return judgeFound('!= on a missing value', [row.customerId], found);
    },
  },
} as const satisfies Record<string, Verification<HelpCrunchContext>>;

/** Whether a profile is found by another spelling of its value. */
async function judgeSpelled(
  context: HelpCrunchContext,
  use: Use,
  spell: (text: string | null) => string | null,
  shouldFind: boolean,
): Promise<Verdict> {
  const one = firstSpelled(rowsFor(context, use), use.read, spell);
  if (one === null) return cannotTell(`no row to search by ${labelOf(use)}`);
  const found = {
    asWritten: await idsBy(context, use, one.row, one.text),
    otherwise: await idsBy(context, use, one.row, one.spelled),
  };
  return judgeSpelling(labelOf(use), one.row.customerId, found, shouldFind);
}

function rowsFor({ sample }: HelpCrunchContext, { read }: Use): readonly HelpCrunchCustomer[] {
  return withMostSpellingsFirst(sample.customers, read, [inOtherCase, withoutAccents, inside]);
}

/**
 * The ids found by a value combined with the id of the intended profile, so that a common word does not fill the page
 * with others.
 */
async function idsBy({ page }: HelpCrunchContext, use: Use, row: HelpCrunchCustomer, value: string) {
  const { field, operator } = use;
  return profileIdsOf(await page(all({ field, operator, value }, idOf(row)), { limit: 10 }));
}

function idOf({ customerId }: HelpCrunchCustomer): SearchCondition {
  return { field: 'customers.id', operator: '=', value: Number(customerId) };
}

function labelOf({ field, operator }: Use): string {
  return `${field.replace('customers.', '')} ${operator}`;
}
