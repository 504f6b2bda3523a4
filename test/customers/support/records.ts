import type { IdentityValues, Person, SourceRecord } from '../../../src/customers/model/source-record.ts';

const NOBODY: Person = {
  name: null,
  firstName: null,
  lastName: null,
  email: null,
  phone: null,
  birthdate: null,
  gender: null,
  company: null,
  language: null,
  city: null,
  countryCode: null,
  firstSeenAt: null,
  lastSeenAt: null,
  updatedAt: null,
};

interface Known {
  readonly keys?: IdentityValues;
  readonly person?: Partial<Person>;
  readonly rank?: number;
}

/** An active account with only the given values. */
export function accountRecord(id: string, { keys = {}, person = {}, rank = 0 }: Known = {}): SourceRecord {
  return { source: 'CARECLOUD', id, person: { ...NOBODY, ...person }, keys, rank, own: null };
}

/** A profile with only the given values. */
export function profileRecord(id: string, { keys = {}, person = {} }: Known = {}): SourceRecord {
  return { source: 'HELPCRUNCH', id, person: { ...NOBODY, ...person }, keys, rank: 0, own: null };
}
