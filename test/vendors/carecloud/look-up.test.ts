import { describe, expect, it } from 'vitest';
import type { RecordKey } from '../../../src/customers/model/source-record.ts';
import { planLookUp } from '../../../src/vendors/carecloud/look-up.ts';

const id = (value: string): RecordKey => ({ kind: 'id', value });
const email = (value: string): RecordKey => ({ kind: 'email', value });
const userId = (value: string): RecordKey => ({ kind: 'userId', value });
const phone = (value: string): RecordKey => ({ kind: 'phone', value });

describe('the requests of a look-up', () => {
  it('are none without keys and for placeholders', () => {
    const worthless = [
      email(''),
      email('-'),
      email(' NULL '),
      userId('0'),
      userId('-1'),
      phone('12'),
      phone(''),
      id(''),
    ];
    expect(planLookUp([], 100)).toEqual([]);
    expect(planLookUp(worthless, 100)).toEqual([]);
  });

  it('fetch a single id by its own path, however often it is wanted', () => {
    expect(planLookUp([id('8ea6')], 100)).toEqual([{ kind: 'ONE', customerId: '8ea6' }]);
    expect(planLookUp([id('8ea6'), userId(' 8ea6 '), id('8ea6')], 100)).toEqual([
      { kind: 'ONE', customerId: '8ea6' },
    ]);
  });

  it.each([
    '..',
    'a/b',
    'a b',
    'a?b',
    'č',
  ])('send the id %j as a parameter, where no character has a special meaning', (odd) => {
    expect(planLookUp([id(odd)], 100)).toEqual([
      { kind: 'LIST', filter: { customer_ids: [odd] }, rows: 100 },
    ]);
  });

  it('merge ids and user ids, and separate the other kinds', () => {
    const keys = [
      id('1'),
      email('a@x'),
      userId('2'),
      phone('+420 523 828 931'),
      email('B@x'),
      phone('00420523828932'),
    ];
    expect(planLookUp(keys, 100)).toEqual([
      { kind: 'LIST', filter: { customer_ids: ['1', '2'] }, rows: 100 },
      { kind: 'LIST', filter: { email_list: ['a@x', 'B@x', 'b@x'] }, rows: 100 },
      { kind: 'LIST', filter: { phone: '420523828931' }, rows: 100 },
      { kind: 'LIST', filter: { phone: '420523828932' }, rows: 100 },
    ]);
  });

  it('come in batches, with rows for two accounts per value', () => {
    const keys = Array.from({ length: 150 }, (_, index) => email(`p${index}@x`));
    expect(
      planLookUp(keys, 100).map(
        (step) => step.kind === 'LIST' && [step.filter.email_list?.length, step.rows],
      ),
    ).toEqual([
      [100, 200],
      [50, 100],
    ]);
    expect(
      planLookUp(
        [...Array(1000).keys()].map((n) => id(`${n}`)),
        1000,
      ),
    ).toMatchObject([{ rows: 1000 }]);
  });

  it('leave the customer source to the vendor', () => {
    expect(planLookUp([id('1')], 100, { customerSourceId: 's' })).toEqual([
      { kind: 'LIST', filter: { customer_source_id: 's', customer_ids: ['1'] }, rows: 100 },
    ]);
  });
});
