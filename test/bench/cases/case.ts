import type { Contestant, Round, RoundOptions } from '../load/measure-rounds.ts';
import type { DayScale } from './day.ts';

/** How long and how thoroughly to measure. */
export interface Scale extends RoundOptions {
  /** People in the sandbox of the cases that need no long list. */
  readonly people: number;
  /** Rows of the long list, and the page (of 20) that is compared with the first. */
  readonly longList: { readonly rows: number; readonly page: number };
  readonly longRunOperations: number;
  readonly day: DayScale;
  /** Where the gateway's CPU profiles go; absent: none. */
  readonly profileDirectory?: string | undefined;
  /** Reports progress. */
  readonly say: (text: string) => void;
}

/** A measured value compared with its target. */
export interface Verdict {
  readonly target: string;
  readonly measured: string;
  /** Null if it could not be measured here. */
  readonly isMet: boolean | null;
}

export interface Report {
  readonly title: string;
  /** Markdown. */
  readonly table: string;
  readonly notes: readonly string[];
  readonly verdicts: readonly Verdict[];
}

export type Case = (scale: Scale) => Promise<Report>;

/** A contestant with its details, apart from the rounds. */
export interface Entry extends Contestant {
  readonly rounds: readonly Round[];
  /** Upstream requests of one operation, counted at the vendors. */
  readonly upstreamRequests: number;
  readonly answerBytes: number;
}
