import { describe, expect, it } from 'vitest';
import type { CareCloudCustomer } from '../../../src/customers/model/care-cloud-customer.ts';
import { FILLS, sortKey, toRecord } from '../../../src/vendors/carecloud/record.ts';
import { seenKeys, seenPerson } from '../../support/seen.ts';
import { account } from './support/care-cloud.ts';

describe('an account as a record', () => {
  it('is a person in the gateway’s terms', () => {
    const record = toRecord(
      account({
        customerId: '8ea6',
        firstName: ' John ',
        lastName: 'Smith',
        preNominals: 'Dr.',
        email: ' Happy@CRM.com ',
        phone: '420523828931',
        birthdate: '1985-02-12',
        gender: 'MALE',
        languageId: 'EN',
        address: { ...NO_ADDRESS, city: 'Prague 1', countryCode: 'cz' },
        lastChangeAt: 5,
        state: 'ACTIVE',
      }),
    );
    expect(record).toMatchObject({ source: 'CARECLOUD', id: '8ea6', rank: 0 });
    expect(seenPerson(record.person)).toEqual({
      name: 'John Smith',
      firstName: 'John',
      lastName: 'Smith',
      email: 'Happy@CRM.com',
      phone: '+420523828931',
      birthdate: '1985-02-12',
      gender: 'MALE',
      company: null,
      language: 'en',
      city: 'Prague 1',
      countryCode: 'CZ',
      firstSeenAt: null,
      lastSeenAt: null,
      updatedAt: 5,
    });
    expect(seenKeys(record.keys)).toEqual({ email: 'happy@crm.com', userId: '8ea6', phone: '+420523828931' });
  });

  it('has null for unknown values, and no placeholders as keys', () => {
    const record = toRecord(
      account({ customerId: '8ea6', email: '-', phone: '000', countryCode: 'xx' } as never),
    );
    expect(record.person).toMatchObject({ name: null, phone: null, countryCode: null, language: null });
    expect(seenKeys(record.keys)).toEqual({ userId: '8ea6' });
  });

  it('has any of its names as its name', () => {
    expect(toRecord(account({ lastName: 'Smith' })).person.name).toBe('Smith');
    expect(toRecord(account({ firstName: 'John', lastName: ' ' })).person.name).toBe('John');
  });

  it.each([
    ['ACTIVE', 0],
    ['INACTIVE', 1],
    ['DELETED', 1],
    [null, 1],
  ] as const)('with state %s has rank %i', (state, rank) => {
    expect(toRecord(account({ state })).rank).toBe(rank);
  });

  it('fills exactly the fields that it declares', () => {
    const full = toRecord(
      account({
        firstName: 'a',
        lastName: 'b',
        email: 'a@x',
        phone: '420523828931',
        birthdate: '1985-02-12',
        gender: 'OTHER',
        languageId: 'cs',
        address: { ...NO_ADDRESS, city: 'c', countryCode: 'cz' },
        lastChangeAt: 1,
      }),
    ).person;
    const filled = Object.entries(seenPerson(full)).flatMap(([name, value]) =>
      value === null ? [] : [name],
    );
    expect(filled.sort()).toEqual([...FILLS].sort());
  });
});

describe('the sort key of an account', () => {
  it.each<[string, Partial<CareCloudCustomer>, unknown]>([
    ['CUSTOMER_ID', { customerId: 'x' }, 'x'],
    ['LAST_CHANGE', { lastChangeAt: 7 }, 7],
    ['LAST_CHANGE', {}, null],
    ['DOI_EMAIL', { doiEmailAt: 8 }, 8],
    ['DOI_PHONE', { doiPhoneAt: 9 }, 9],
    ['STATE', { state: 'DELETED' }, 0],
    ['STATE', { state: 'ACTIVE' }, 1],
    ['STATE', { state: 'INACTIVE' }, 2],
    ['STATE', {}, null],
  ])('by %s of %j is %j', (field, values, key) => {
    expect(sortKey(toRecord(account(values)), field)).toBe(key);
  });

  it('exists only for CareCloud’s own orders', () => {
    expect(() => sortKey(toRecord(account()), 'LAST_SEEN')).toThrow(RangeError);
  });
});

const NO_ADDRESS = {
  address1: null,
  address2: null,
  address3: null,
  address4: null,
  address5: null,
  address6: null,
  address7: null,
  zip: null,
  city: null,
  countryCode: null,
};
