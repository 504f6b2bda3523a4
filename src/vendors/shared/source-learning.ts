import type { CustomerSource } from '../../customers/customer-source.ts';
import type { SourceName } from '../../customers/model/source-record.ts';
import type { Clock } from '../../upstream/clock.ts';
import type { SharedStore } from '../../upstream/redis/shared-store.ts';
import { checkSource, type SourceCheck } from './check-source.ts';
import type { SourceAccess } from './source-access.ts';
import { openTraitKeeper } from './traits/kept/open-trait-keeper.ts';
import { LateProbes } from './traits/late-probes.ts';
import { LearningGate } from './traits/learning-gate.ts';
import { probeSource } from './traits/probe-source.ts';

/** Called with what was found out. */
export interface LearningReport {
  checked(check: SourceCheck): void;
  /** @param outcome `OK`, `KEPT` where it was read instead, or why the source could not be probed. */
  learned(source: SourceName, outcome: string, traits: Readonly<Record<string, string>>): void;
  /** STATE_DIR cannot be used; once. */
  notKept(source: SourceName, error: unknown): void;
}

export interface SourceLearningOptions {
  readonly sources: readonly {
    readonly source: CustomerSource;
    readonly access: SourceAccess;
    /** A hash that tells apart sources, addresses and credentials. */
    readonly scope: string;
  }[];
  /** Where learned traits are kept: Redis, else the folder, else nowhere. */
  readonly shared: SharedStore | null;
  readonly stateDir: string | null;
  readonly clock: Clock;
  readonly report: LearningReport;
}

/** What is found out about the sources after the start, apart from operations. */
export interface SourceLearning {
  /**
   * Sends a short list request to each source and reports the result. Never throws. @param onChecked Called with each
   * result as soon as it is known.
   */
  checkSources(onChecked?: (check: SourceCheck) => void): Promise<readonly SourceCheck[]>;
  /** Lets the sources learn their undocumented traits, unless any replica did within a day. Never throws. */
  probeSources(names: readonly string[]): Promise<void>;
  /**
   * Makes operations wait for each source until it is checked, three seconds at most, and has its check take a sample:
   * instead of probing.
   */
  holdUntilChecked(): void;
  /** Makes operations wait for each source until it is probed: three seconds at most, six if it responds meanwhile. */
  holdUntilProbed(): void;
  /** What an operation waits for before it uses a source, or any; null if there is nothing to wait for. */
  untilLearned(source?: SourceName): Promise<unknown> | null;
}

/** Reads the traits that are kept, and returns what checks and probes the sources. */
export async function openSourceLearning(options: SourceLearningOptions): Promise<SourceLearning> {
  const { sources, shared, stateDir, clock, report } = options;
  const gate = new LearningGate(clock);
  const learners = await Promise.all(
    sources.map(async ({ source, access, scope }) => {
      const onBroken = (error: unknown) => report.notKept(source.name, error);
      const keeper = await openTraitKeeper(source, { scope, shared, stateDir, clock, onBroken });
      return { source, access, keeper };
    }),
  );
  const names = learners.map(({ source }) => source.name);
  /** Sources whose next check takes a sample. */
  const sampled = new Set<SourceName>();
  const late = new LateProbes(
    learners.map(({ source }) => source),
    { clock, probe },
  );

  async function probe(name: SourceName): Promise<void> {
    const learner = learners.find(({ source }) => source.name === name);
    if (learner === undefined) return;
    const { source, keeper } = learner;
    let sent = 0;
    // Each request but the first one follows a response.
    const onSent = () => {
      sent++;
      if (sent > 1) gate.responds(name);
    };
    const outcome = (await keeper?.learnOnceADay(() => probeSource(source, { onSent }))) ?? 'OK';
    if (outcome === 'OK' || outcome === 'KEPT') late.drop(name);
    gate.open([name]);
    const traits = Object.fromEntries((source.traits?.() ?? []).map((trait) => [trait.name, trait.value]));
    report.learned(name, outcome, traits);
  }

  return {
    checkSources: (onChecked) =>
      Promise.all(
        learners.map(async ({ source, access }) => {
          const { name } = source;
          const takesSample = sampled.has(name);
          const check = await checkSource(source, access, { takesSample });
          report.checked(check);
          if (check.outcome === 'OK') sampled.delete(name);
          if (check.outcome !== 'OK' || takesSample) gate.open([name]);
          onChecked?.(check);
          return check;
        }),
      ),
    async probeSources(wanted) {
      await Promise.all(names.filter((name) => wanted.includes(name)).map((name) => late.probe(name)));
    },
    holdUntilChecked() {
      gate.close(names);
      for (const name of names) sampled.add(name);
    },
    holdUntilProbed() {
      gate.close(names);
      late.await(names);
    },
    untilLearned(source) {
      const waiting = gate.wait(source);
      if (waiting !== null || !late.isAwaiting) return waiting;
      return late.probeAnswering((name) => gate.close([name])).then(() => gate.wait(source));
    },
  };
}
