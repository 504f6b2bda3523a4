import type { Entry, Verdict } from '../cases/case.ts';
import type { Comparison } from '../load/compare.ts';
import { median } from './statistics.ts';

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)].join(
    '\n',
  );
}

/** All contestants of a comparison, relative to the first: the gateway. */
export function comparisonTable({ entries }: Comparison): string {
  const [gateway] = entries;
  return table(
    [
      '',
      'operations/s',
      'the gateway is',
      'median ms',
      'p99 ms',
      'p99 / median',
      'CPU ms/op',
      'upstream',
      'bytes',
    ],
    entries.map((entry) => [
      entry.name,
      whole(median(entry.rounds.map(({ perSecond }) => perSecond))),
      gateway === undefined || entry === gateway ? '' : `${times(speedRatio(gateway, entry))} as fast`,
      decimal(median(entry.rounds.map(({ medianMs }) => medianMs))),
      decimal(median(entry.rounds.map(({ p99Ms }) => p99Ms))),
      decimal(tailRatio(entry)),
      cpu(entry),
      String(entry.upstreamRequests),
      whole(entry.answerBytes),
    ]),
  );
}

/** The ratio of operations per second: the median of the rounds' ratios. */
export function speedRatio(one: Entry, other: Entry): number {
  return median(
    one.rounds.map(({ perSecond }, round) => perSecond / (other.rounds[round]?.perSecond ?? Number.NaN)),
  );
}

/** p99 over median latency: the median of the rounds' ratios. */
export function tailRatio({ rounds }: Entry): number {
  return median(rounds.map(({ p99Ms, medianMs }) => p99Ms / medianMs));
}

/** The gateway must be at least this many times as fast as a peer. */
export function atLeast(comparison: Comparison, factor: number, peer: string): Verdict {
  const [gateway] = comparison.entries;
  const other = comparison.entries.find(({ name }) => name.startsWith(peer));
  const target = `at least ${factor} × ${peer}`;
  if (gateway === undefined || other === undefined) return { target, measured: 'not measured', isMet: null };
  const ratio = speedRatio(gateway, other);
  return { target, measured: times(ratio), isMet: ratio >= factor };
}

/** p99 must not exceed three times the median. */
export function shortTail({ entries: [gateway] }: Comparison): Verdict {
  const ratio = gateway === undefined ? Number.NaN : tailRatio(gateway);
  return { target: 'p99 at most 3 × the median', measured: times(ratio), isMet: ratio <= 3 };
}

export function times(ratio: number): string {
  return `${ratio < 10 ? ratio.toFixed(2) : ratio.toFixed(1)} ×`;
}

export function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}

export function decimal(value: number): string {
  return value < 10 ? value.toFixed(2) : value.toFixed(1);
}

/** The gateway's CPU time per operation as a multiple of another contestant's: a ratio that noise hardly changes. */
export function cpuAtMost(comparison: Comparison, factor: number, peer: string): Verdict {
  const [gateway] = comparison.entries;
  const other = comparison.entries.find(({ name }) => name.startsWith(peer));
  const target = `at most ${factor} × the CPU time of ${peer}`;
  const ratio = gateway && other ? cpuOf(gateway) / cpuOf(other) : Number.NaN;
  if (Number.isNaN(ratio)) return { target, measured: 'not measured', isMet: null };
  return { target, measured: times(ratio), isMet: ratio <= factor };
}

/** User and system time per operation in ms, the median of the rounds. NaN where the system does not tell. */
function cpuOf({ rounds }: Entry): number {
  return median(rounds.flatMap(({ cpuMs }) => cpuMs ?? []));
}

function cpu(entry: Entry): string {
  const ms = cpuOf(entry);
  return Number.isNaN(ms) ? '–' : ms.toFixed(3);
}
