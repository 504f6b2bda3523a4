/** What TAKE and LOOK answer (ledger-scripts.ts). */
interface ScriptAnswer {
  /** Places granted, or free. */
  readonly number: number;
  readonly waitMs: number;
  /** Of the requests of others, in milliseconds. */
  readonly ages: readonly number[];
  /** How many own requests the store knows; -1: it was not asked to count. */
  readonly mine: number;
  /** How many replicas it hears of. */
  readonly replicas: number;
}

/** Checks an answer like any foreign input: whoever can write to the store can write anything. Throws where it is none. */
export function toAnswer(answer: unknown, most = Number.MAX_SAFE_INTEGER): ScriptAnswer {
  const [number, waitMs, ages, mine, replicas] = Array.isArray(answer) ? answer : [];
  if (
    !isCount(number, most) ||
    !isCount(waitMs) ||
    !Array.isArray(ages) ||
    !ages.every((age) => isCount(age)) ||
    !(mine === -1 || isCount(mine)) ||
    !isCount(replicas)
  ) {
    throw new TypeError('The shared ledger answered something else than it does.');
  }
  return { number, waitMs, ages, mine, replicas };
}

function isCount(value: unknown, most = Number.MAX_SAFE_INTEGER): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;
}
