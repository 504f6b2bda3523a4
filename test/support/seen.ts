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

/** A person's fields as plain values: some are lazy getters, which comparisons ignore. */
export function seenPerson(person: Person): Person {
  return Object.fromEntries(PERSON.map((field) => [field, person[field]])) as unknown as Person;
}

/** The same for identity values, without missing ones. */
export function seenKeys({ email, userId, phone }: IdentityValues): IdentityValues {
  return {
    ...(email !== undefined && { email }),
    ...(userId !== undefined && { userId }),
    ...(phone !== undefined && { phone }),
  };
}
