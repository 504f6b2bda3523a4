import type { IdentityValues, Person } from '../../src/customers/model/source-record.ts';

const PERSON = [
  'name',
  'firstName',
  'lastName',
  'email',
  'phone',
  'birthdate',
  'gender',
  'company',
  'language',
  'city',
  'countryCode',
  'firstSeenAt',
  'lastSeenAt',
  'updatedAt',
] as const satisfies readonly (keyof Person)[];

/** What a person's fields say: some are worked out when asked for, and no comparison looks at those. */
export function seenPerson(person: Person): Person {
  return Object.fromEntries(PERSON.map((field) => [field, person[field]])) as unknown as Person;
}

/** The same for identity values, those that are there. */
export function seenKeys({ email, userId, phone }: IdentityValues): IdentityValues {
  return {
    ...(email !== undefined && { email }),
    ...(userId !== undefined && { userId }),
    ...(phone !== undefined && { phone }),
  };
}
