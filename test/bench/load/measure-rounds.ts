import { type Load, runLoad } from './run-load.ts';
import { quantile } from './statistics.ts';

/** A server that answers the same operation as the others of its case. */
export interface Contestant {
  readonly name: string;
  readonly url: string;
  readonly body: (n: number) => string;
  readonly cpuMs: () => number | null;
}

/** One round of one contestant. */
export interface Round {
  readonly perSecond: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  /** The server process's CPU time per operation. */
  readonly cpuMs: number | null;
}

export interface RoundOptions {
  readonly rounds: number;
  readonly roundMs: number;
  /** Before the first round, once each: to compile code, open connections and fill caches. */
  readonly warmUpMs: number;
  readonly connections: number;
}

/**
 * Alternating rounds, A B C A B C …, so that other load on the machine affects all alike. Throws if a response is
 * wrong.
 */
export async function measureRounds(
  contestants: readonly Contestant[],
  options: RoundOptions,
): Promise<ReadonlyMap<string, readonly Round[]>> {
  const rounds = new Map<string, Round[]>(contestants.map(({ name }) => [name, []]));
  for (const contestant of contestants) await loadOf(contestant, options.warmUpMs, options.connections);
  for (let round = 0; round < options.rounds; round++) {
    for (const contestant of contestants) {
      const cpuBefore = contestant.cpuMs();
      const load = await loadOf(contestant, options.roundMs, options.connections);
      const cpuAfter = contestant.cpuMs();
      rounds.get(contestant.name)?.push({
        perSecond: load.operations / load.seconds,
        medianMs: quantile(load.latenciesMs, 0.5),
        p99Ms: quantile(load.latenciesMs, 0.99),
        cpuMs: cpuBefore === null || cpuAfter === null ? null : (cpuAfter - cpuBefore) / load.operations,
      });
    }
  }
  return rounds;
}

async function loadOf(
  { name, url, body }: Contestant,
  durationMs: number,
  connections: number,
): Promise<Load> {
  const load = await runLoad({ url, body, connections, durationMs });
  if (load.failures > 0) {
    throw new Error(`${name}: ${load.failures} of ${load.operations} answers failed: ${load.firstFailure}`);
  }
  return load;
}
