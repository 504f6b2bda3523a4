import type { TextMatching } from '../personality/with-habits.ts';

/** Whether a value, folded like the wanted one, satisfies a condition. */
export type ValueCheck = (value: string | number | null) => boolean;

/** A missing value equals nothing and contains nothing; it is neither more nor less. */
export const comparison = (
  operator: string,
  wanted: string | number,
  contains: TextMatching['contains'],
): ValueCheck => {
  switch (operator) {
    case '=':
      return (value) => value === wanted;
    case '!=':
      return (value) => value !== wanted;
    case '~':
      return (value) => typeof value === 'string' && contains(value, String(wanted));
    case '!~':
      return (value) => typeof value !== 'string' || !contains(value, String(wanted));
    case '>':
      return (value) => value !== null && value > wanted;
    case '>=':
      return (value) => value !== null && value >= wanted;
    case '<':
      return (value) => value !== null && value < wanted;
    case '<=':
      return (value) => value !== null && value <= wanted;
    default:
      throw new Error(`Expected an operator of the search grammar, got ${operator}.`);
  }
};
