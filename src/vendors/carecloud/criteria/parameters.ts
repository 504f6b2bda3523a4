import type { CareCloudCustomerFilter } from '../../../customers/model/care-cloud-customer.ts';
import type { CustomersFilter } from '../wire/wire.ts';
import { type AllowedValues, allSpellings } from './allowed-values.ts';
import type { Criterion, Subject } from './criteria.ts';

/** What GET /customers can filter by, under the public names of CareCloudCustomerFilter. */
export const FILTERS = [
  'email',
  'emails',
  'phone',
  'firstName',
  'lastName',
  'birthdate',
  'customerSourceId',
  'customerIds',
] as const satisfies readonly (keyof CareCloudCustomerFilter)[];

/** The parameter for a subject with a single value. */
const PARAMETERS = {
  email: 'email',
  phone: 'phone',
  firstName: 'first_name',
  lastName: 'last_name',
  birthdate: 'birthdate',
  customerSourceId: 'customer_source_id',
  customerIds: 'customer_ids',
} as const satisfies Record<Subject, keyof CustomersFilter>;

/** The parameter of each of the vendor's own criteria, as plans show it. */
export const OWN_PARAMETERS: Readonly<Record<(typeof FILTERS)[number], string>> = {
  ...PARAMETERS,
  emails: 'email_list[]',
  customerIds: 'customer_ids[]',
};

/** The parameter of a subject, as plans show it. */
export function parameterName(subject: Subject, emailsByList: boolean): string {
  if (subject === 'customerIds') return 'customer_ids[]';
  return subject === 'email' && emailsByList ? 'email_list[]' : PARAMETERS[subject];
}

/** `email` takes one spelling; a list, or one email in two spellings, goes into `email_list[]`. */
export function needsList({ criteria, choice }: Criterion): boolean {
  return criteria.some((name) => name.endsWith('emails')) || allSpellings(choice).length > 1;
}

/** The parameter for emails. */
export function emailFilter(values: AllowedValues, asList: boolean): CustomersFilter {
  const spellings = allSpellings(values);
  const [only] = spellings;
  return asList || only === undefined ? { email_list: spellings } : { email: only };
}

/** The parameters for the subjects with one value, apart from emails and ids. */
export function singleValues(wanted: readonly Pick<Criterion, 'subject' | 'choice'>[]): CustomersFilter {
  const single = wanted.filter(
    ({ subject, choice }) => subject !== 'email' && subject !== 'customerIds' && choice.size === 1,
  );
  return Object.fromEntries(
    single.map(({ subject, choice }) => [PARAMETERS[subject], allSpellings(choice)[0]]),
  );
}
