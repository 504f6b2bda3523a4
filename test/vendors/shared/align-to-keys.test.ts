import { describe, expect, it } from 'vitest';
import { normalKeyValue } from '../../../src/customers/model/identity-keys.ts';
import type { RecordKey } from '../../../src/customers/model/source-record.ts';
import { toRecord } from '../../../src/vendors/carecloud/record.ts';
import { alignToKeys } from '../../../src/vendors/shared/look-up/align-to-keys.ts';
import { account } from '../carecloud/support/care-cloud.ts';

const id = (value: string): RecordKey => ({ kind: 'id', value });
const email = (value: string): RecordKey => ({ kind: 'email', value });
const userId = (value: string): RecordKey => ({ kind: 'userId', value });
const phone = (value: string): RecordKey => ({ kind: 'phone', value });

describe('what a look-up found', () => {
  const eva = toRecord(account({ customerId: '1', email: 'Eva@x.cz', phone: '420523828931' }));
  const evaAgain = toRecord(account({ customerId: '1', email: 'eva@x.cz' }));
  const twin = toRecord(account({ customerId: '2', email: 'EVA@X.CZ' }));

  it('goes to every key it has, once, and to no other', () => {
    const keys = [
      email(' eVa@x.cz'),
      id('1'),
      userId('2'),
      phone('+420523828931'),
      email('jan@x.cz'),
      id('3'),
      email('-'),
    ];
    const aligned = alignToKeys(keys, [eva, twin, eva], normalKeyValue);
    expect(aligned.map((records) => records.map((record) => record.id))).toEqual([
      ['1', '2'],
      ['1'],
      ['2'],
      ['1'],
      [],
      [],
      [],
    ]);
  });

  it('is the last version if a row was returned twice', () => {
    expect(alignToKeys([id('1')], [eva, evaAgain], normalKeyValue)).toEqual([[evaAgain]]);
  });
});
