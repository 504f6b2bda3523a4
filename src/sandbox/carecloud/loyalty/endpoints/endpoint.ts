import type { LoyaltyData } from '../loyalty-data.ts';
import type { Given, Parameters } from './parameters.ts';

/** The data that an endpoint answers from. */
export type Asked = {
  readonly data: LoyaltyData;
  readonly given: Given;
  /** The id in the path; '' without one. */
  readonly id: string;
  readonly language: string;
  /** The time on the project's clock, and the instant in milliseconds. */
  readonly now: string;
  readonly nowMs: number;
};

export type Row = Readonly<Record<string, unknown>>;

type Described = {
  /** `{id}` stands for the id. */
  readonly path: string;
  readonly parameters: Parameters;
};

/** A list, in the envelope `{data: {<key>: […], total_items}}`. */
export type ListEndpoint = Described & {
  readonly key: string;
  /** First-level members that the list can be sorted by; null if it has neither paging nor sorting. */
  readonly sortFields: readonly string[] | null;
  /** Null if the object named by the path does not exist. */
  readonly rows: (asked: Asked) => readonly Row[] | null;
};

/** One object, in the envelope `{data: …}`. */
export type ObjectEndpoint = Described & { readonly one: (asked: Asked) => object | null };

export type Endpoint = ListEndpoint | ObjectEndpoint;

/** Whether a row is valid now, for `is_valid` and `valid_now`; null if not requested. */
export const isValidAs = (
  wanted: boolean | null,
  row: { readonly valid_from?: string | null; readonly valid_to?: string | null },
  now: string,
): boolean => {
  if (wanted === null) return true;
  const isValid = (row.valid_from ?? '') <= now && (row.valid_to ?? '9') >= now;
  return isValid === wanted;
};

/** Whether a value equals the requested one; null if not requested. */
export const isAsked = (wanted: string | null, value: string | null | undefined): boolean =>
  wanted === null || value === wanted;

export const isListed = (wanted: readonly string[] | null, value: string | null | undefined): boolean =>
  wanted === null || (typeof value === 'string' && wanted.includes(value));

/** Whether a time is within the requested interval; the vendor's times compare as texts. */
export const isBetween = (time: string, from: string | null, to: string | null): boolean =>
  (from === null || time >= from.replace('T', ' ')) && (to === null || time <= to.replace('T', ' '));
