import { tooComplex } from '../http-error.ts';
import type { GatewayPlugin } from '../request-state.ts';

/** Far more than any list argument takes: the longest have 1,000 items of a few fields each. */
const MOST_VALUES = 10_000;
/** As deep as the brackets of a document may nest. */
const MOST_NESTED = 200;

/**
 * Refuses larger variables, before they are coerced: GraphQL.js quotes the whole value in each error about a part of
 * it, so an object of thousands of unknown fields would occupy the process for seconds.
 */
export function useVariableLimits(): GatewayPlugin {
  return {
    onParams({ params: { variables } }) {
      const { values, nested } = measureValues(variables);
      if (values > MOST_VALUES) {
        throw tooComplex(`The variables have ${values} values; at most ${MOST_VALUES} are allowed.`);
      }
      if (nested > MOST_NESTED) {
        throw tooComplex(`The variables nest ${nested} deep; at most ${MOST_NESTED} are allowed.`);
      }
    },
  };
}

/** Counts the members and items in a JSON value, level by level, as recursion would exhaust the stack. Pure. */
function measureValues(json: unknown): { readonly values: number; readonly nested: number } {
  let values = 0;
  let nested = 0;
  let level = isContainer(json) ? [json] : [];
  while (level.length > 0) {
    const below: object[] = [];
    for (const container of level) {
      for (const value of Object.values(container)) {
        values++;
        if (isContainer(value)) below.push(value);
      }
    }
    nested++;
    level = below;
  }
  return { values, nested };
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
