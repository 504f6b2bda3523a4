import { describe, expect, it } from 'vitest';
import { FILLS, sortKey, toRecord } from '../../../src/vendors/helpcrunch/record.ts';
import { seenKeys, seenPerson } from '../../support/seen.ts';
import { profile } from './support/profiles.ts';

describe('a profile as a record', () => {
  it('is a person in the gateway’s terms', () => {
    const record = toRecord(
      profile({
        customerId: '42',
        name: ' Anna  van der Berg ',
        email: ' Anna@X.cz ',
        userId: ' u-1 ',
        company: 'Acme',
        phone: '+420 523 82 89 31',
        firstSeenAt: 1_000,
        lastSeenAt: 2_000,
        locale: 'cs-CZ',
        location: { city: 'Praha', countryCode: 'cz', regionCode: '10' },
      }),
    );
    expect(seenPerson(record.person)).toEqual({
      name: 'Anna  van der Berg',
      firstName: 'Anna',
      lastName: 'van der Berg',
      email: 'Anna@X.cz',
      phone: '+420523828931',
      birthdate: null,
      gender: null,
      company: 'Acme',
      language: 'cs',
      city: 'Praha',
      countryCode: 'CZ',
      firstSeenAt: 1_000,
      lastSeenAt: 2_000,
      updatedAt: 2_000,
    });
    expect(record).toMatchObject({ source: 'HELPCRUNCH', id: '42', rank: 0 });
    expect(seenKeys(record.keys)).toEqual({ email: 'anna@x.cz', userId: 'u-1', phone: '+420523828931' });
  });

  it('has no identity from placeholders', () => {
    expect(seenKeys(toRecord(profile({ email: 'none', userId: '-1', phone: '000' })).keys)).toEqual({});
  });

  it('has no country if the code is invalid, as on the vendor’s page', () => {
    const location = { countryCode: 'EN', city: null, regionCode: null };
    expect(toRecord(profile({ location })).person.countryCode).toBeNull();
  });

  it('has a phone in national format only with PHONE_COUNTRY', () => {
    const national = profile({ phone: '523 828 931' });
    expect(toRecord(national).person.phone).not.toBe('+420523828931');
    expect(toRecord(national, 'CZ').person.phone).toBe('+420523828931');
  });

  it('fills exactly the possible fields of a person', () => {
    const { person } = toRecord(
      profile({
        name: 'A B',
        email: 'a@x.cz',
        phone: '+420523828931',
        company: 'c',
        locale: 'cs',
        firstSeenAt: 1,
        lastSeenAt: 1,
        location: { city: 'x', countryCode: 'CZ', regionCode: null },
      }),
    );
    const filled = Object.entries(seenPerson(person)).flatMap(([field, value]) =>
      value === null ? [] : [field],
    );
    expect([...FILLS].sort()).toEqual(filled.sort());
  });

  it('is sorted only by first or last visit', () => {
    const record = toRecord(profile({ firstSeenAt: 1, lastSeenAt: null }));
    expect(sortKey(record, 'FIRST_SEEN')).toBe(1);
    expect(sortKey(record, 'LAST_SEEN')).toBeNull();
    expect(() => sortKey(record, 'NAME')).toThrow(RangeError);
  });
});
