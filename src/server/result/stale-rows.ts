import type { FieldPlan } from '../execution/operation-plan.ts';
import { type Data, ListReports, type Planned, type ResultPart } from './list-reports.ts';

/** What a list selects of its `sources` that depends on the age of responses. */
const FACTS = ['status', 'ageSeconds'];
/** Where a list has its rows. */
const ROWS = ['nodes', 'edges', 'matches'];
/** A graver status stays. */
const CURRENT: ReadonlySet<unknown> = new Set(['OK', 'SKIPPED']);

/**
 * Reports in a list's own `sources` that a source answered fields of rows from an older copy, even if the page itself
 * needed nothing of it: `STALE`, with the age. Nothing is changed in place.
 * @param sources The configured sources, in the order of `sources`.
 * @param ages The age of the oldest copy that fields of rows used, in seconds, by source.
 */
export function withStaleRows(
  parts: readonly ResultPart[],
  planned: Planned,
  { sources, ages }: { readonly sources: readonly string[]; readonly ages: ReadonlyMap<string, number> },
): readonly ResultPart[] {
  const lists = new ListReports(planned);
  const told = (value: Data, list: FieldPlan): Data => {
    if (lists.below(list, ROWS).length === 0) return value;
    const reports = lists.reportsOf(list, FACTS).flatMap(({ key, facts }) => {
      const lines: unknown = value[key];
      if (!Array.isArray(lines)) return [];
      const all = lines.map((line: Data | null, index) => {
        const age = ages.get(sources[index] ?? '');
        return line === null || age === undefined ? line : withAge(line, facts, age);
      });
      return [[key, all]];
    });
    return { ...value, ...Object.fromEntries(reports) };
  };
  return parts.map((part) => lists.map(part, told));
}

function withAge(line: Data, facts: readonly FieldPlan[], age: number): Data {
  const told: Record<string, unknown> = { ...line };
  for (const { definition, responseName } of facts) {
    const before = line[responseName];
    if (definition.name === 'ageSeconds') told[responseName] = Math.max(Number(before ?? 0), age);
    else if (CURRENT.has(before)) told[responseName] = 'STALE';
  }
  return told;
}
