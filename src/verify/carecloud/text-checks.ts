import type { CareCloudCustomer } from '../../customers/model/care-cloud-customer.ts';
import type { CustomersFilter } from '../../vendors/carecloud/wire/wire.ts';
import { judgeFound, judgeSpelling } from '../judge.ts';
import {
  beginning,
  firstSpelled,
  inOtherCase,
  withMostSpellingsFirst,
  withoutAccents,
} from '../spellings.ts';
import { allOf, anyOf, cannotTell, type Verdict, type Verification } from '../verdict.ts';
import { accountIdsOf, type CareCloudContext } from './context.ts';

type Read = (row: CareCloudCustomer) => string | null;
type Parameter = keyof CustomersFilter & ('email' | 'phone' | 'first_name' | 'last_name');

const READ: Readonly<Record<Parameter, Read>> = {
  email: ({ email }) => email,
  phone: ({ phone }) => phone?.replace(/\D/g, '') ?? null,
  first_name: ({ firstName }) => firstName,
  last_name: ({ lastName }) => lastName,
};

const COUNTED_TOO =
  'requests are spent on rows that are dropped, and careCloudCustomers shows them, because it applies CareCloud’s own matching';

/** Checks how CareCloud compares texts. */
export const TEXT_CHECKS = {
  match: {
    how: 'searches for one account by its email, phone, first and last name',
    otherwise: 'people are not found by it',
    async check({ page, sample, largest }) {
      const verdicts: Verdict[] = [];
      for (const name of ['email', 'phone', 'first_name', 'last_name'] as const) {
        const [row] = rowsFor(sample.customers, name);
        const value = row && READ[name](row);
        const found = value ? accountIdsOf(await page({ [name]: value }, { limit: largest })) : [];
        verdicts.push(judgeFound(name, row ? [row.customerId] : [], found));
      }
      return allOf(verdicts);
    },
  },
  letterCase: {
    how: 'searches for one account by its email, first and last name in swapped letter case',
    otherwise:
      'an account in another letter case is not found, except for emails in lower case and names searched as typed or capitalised',
    check: async (context) =>
      anyOf([
        await judgeSpelled(context, 'email', inOtherCase, true),
        await judgeSpelled(context, 'first_name', inOtherCase, true),
        await judgeSpelled(context, 'last_name', inOtherCase, true),
      ]),
  },
  accents: {
    how: 'searches for one account by its first and last name without accents',
    otherwise: `no customer is missed or shown wrongly, because rows are checked again; ${COUNTED_TOO}`,
    check: async (context) =>
      anyOf([
        await judgeSpelled(context, 'first_name', withoutAccents, false),
        await judgeSpelled(context, 'last_name', withoutAccents, false),
      ]),
  },
  wholeValues: {
    how: 'searches for one account by the first four letters of its first and of its last name',
    otherwise: `no customer is missed or shown wrongly, because rows are checked again; ${COUNTED_TOO}`,
    check: async (context) =>
      anyOf([
        await judgeSpelled(context, 'first_name', beginning, false),
        await judgeSpelled(context, 'last_name', beginning, false),
      ]),
  },
} as const satisfies Record<string, Verification<CareCloudContext>>;

/**
 * Whether an account is found by another spelling of its value. Rows are sorted by id like the sample, so an account of
 * the sample is on the first page.
 */
async function judgeSpelled(
  { page, sample, largest }: CareCloudContext,
  name: Parameter,
  spell: (text: string | null) => string | null,
  shouldFind: boolean,
): Promise<Verdict> {
  const one = firstSpelled(rowsFor(sample.customers, name), READ[name], spell);
  if (one === null) return cannotTell(`no row to search by ${name}`);
  const ask = async (value: string) => accountIdsOf(await page({ [name]: value }, { limit: largest }));
  const found = { asWritten: await ask(one.text), otherwise: await ask(one.spelled) };
  return judgeSpelling(name, one.row.customerId, found, shouldFind);
}

function rowsFor(rows: readonly CareCloudCustomer[], name: Parameter): readonly CareCloudCustomer[] {
  return withMostSpellingsFirst(rows, READ[name], [inOtherCase, withoutAccents, beginning]);
}
