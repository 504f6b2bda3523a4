/** The reply of TAKE and LOOK (ledger-scripts.ts). */
interface ScriptAnswer {
  /** Permits granted, or free. */
  readonly number: number;
  readonly waitMs: number;
  /** Of other replicas' requests, in milliseconds. */
  readonly ages: readonly number[];
  /** How many of our own requests the store knows; -1: not counted. */
  readonly mine: number;
  /** How many replicas have reported. */
  readonly replicas: number;
}

/**
 * Validates a reply like any external input: anyone who can write to the store can write anything. Throws if it is
 * invalid.
 */
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
