import type { HelpCrunchCustomer } from '../../../customers/model/help-crunch-customer.ts';
import { badUserInput } from '../../../errors/gateway-error.ts';
import { LARGEST_ID } from '../assumptions.ts';
import type { SearchOperator } from '../wire/wire.ts';
import { type Atom, CERTAINTY } from './atom.ts';

export type NumberOperator = Exclude<SearchOperator, '~' | '!~'>;

/** A condition, or a constant if the value alone decides: `ALL` records satisfy it, or `NONE`. */
export type AtomOrTruth = Atom | 'ALL' | 'NONE';

const SHARE_OF_RANGE = 0.5;
const SHARE_OF_NEGATION = 0.99;
const SHARE_OF_VALUE = 0.000_01;

const HOLDS: Readonly<Record<NumberOperator, (left: number, right: number) => boolean>> = {
  '=': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
};

/**
 * A condition on the id. `value` is a decimal integer; anything else is BAD_USER_INPUT. A value larger than any id
 * decides by itself.
 */
export function idAtom(operator: NumberOperator, value: string): AtomOrTruth {
  if (!/^-?\d+$/.test(value)) {
    throw badUserInput(
      `HelpCrunch id: expected a decimal integer, got ${JSON.stringify(value.slice(0, 40))}.`,
    );
  }
  const id = Number(value);
  if (Math.abs(id) > LARGEST_ID) return HOLDS[operator](0, id) ? 'ALL' : 'NONE';
  return {
    condition: { field: 'customers.id', operator, value: id },
    exact: true,
    share: shareOf(operator),
    certainty: (customer) =>
      HOLDS[operator](Number(customer.customerId), id) ? CERTAINTY.SURE : CERTAINTY.NO,
  };
}

/**
 * A condition on the last visit, `at` in milliseconds. The API takes whole seconds. A value between two seconds equals
 * none; its ranges are searched for from the second below or to the second above, which certainly contain them, and
 * checked again in case the vendor stores fractions.
 */
export function lastSeenAtom(operator: NumberOperator, at: number): AtomOrTruth {
  const seconds = at / 1000;
  const isWhole = Number.isInteger(seconds);
  if (!isWhole && operator === '=') return 'NONE';
  if (!isWhole && operator === '!=') return 'ALL';
  return {
    condition: {
      field: 'customers.lastSeen',
      ...(isWhole ? { operator, value: seconds } : widened(operator, seconds)),
    },
    exact: isWhole,
    share: shareOf(operator),
    certainty: (customer: HelpCrunchCustomer) => {
      if (customer.lastSeenAt === null) return operator === '!=' ? CERTAINTY.MISSING : CERTAINTY.NO;
      return HOLDS[operator](customer.lastSeenAt, at) ? CERTAINTY.SURE : CERTAINTY.NO;
    },
  };
}

function widened(operator: NumberOperator, seconds: number): { operator: '>' | '<'; value: number } {
  return operator === '>' || operator === '>='
    ? { operator: '>', value: Math.floor(seconds) }
    : { operator: '<', value: Math.ceil(seconds) };
}

function shareOf(operator: NumberOperator): number {
  if (operator === '=') return SHARE_OF_VALUE;
  return operator === '!=' ? SHARE_OF_NEGATION : SHARE_OF_RANGE;
}
