import type { UseEvent } from './use-event.ts';

/**
 * What clients did at one replica since it last told the others. An operation is a number of that replica's; times are
 * ages in milliseconds when it was told.
 */
export interface ToldUse {
  /** When it was told, by the store's clock. */
  readonly toldAt: number;
  readonly events: readonly ToldEvent[];
  /** The operations told before that were answered since. */
  readonly ended: readonly { readonly operation: number; readonly ageMs: number }[];
  /** The operations told before whose clients left since. */
  readonly left: readonly number[];
}

interface ToldEvent {
  readonly kind: UseEvent['kind'];
  readonly client: string;
  readonly ageMs: number;
  /** 0 if unknown. */
  readonly operation: number;
  /** Of a refusal; else 0. */
  readonly retryAfterMs: number;
}

/** The most events and operations in one text, and the longest name of a client. */
export const MOST_TOLD = 300;
export const LONGEST_CLIENT = 200;
/** The most that is heard at once: of ten replicas, all of which tell as much as they may of clients with usual names. */
export const LONGEST_TEXT = 100_000;
/** Longer ago nothing happened that is told, and no client is told to wait for longer. */
const LONGEST_MS = 24 * 60 * 60_000;

const KINDS = ['ASKED', 'SENT', 'REFUSED'] as const;

/** As JSON, in which each client is named once. */
export function toUseText({ toldAt, events, ended, left }: ToldUse): string {
  const clients = [...new Set(events.map(({ client }) => client))];
  const place = new Map(clients.map((client, index) => [client, index]));
  return JSON.stringify([
    Math.round(toldAt),
    clients,
    events.map(({ kind, client, ageMs, operation, retryAfterMs }) => [
      KINDS.indexOf(kind),
      place.get(client),
      toWhole(ageMs),
      operation,
      toWhole(retryAfterMs),
    ]),
    ended.map(({ operation, ageMs }) => [operation, toWhole(ageMs)]),
    left,
  ]);
}

/** Null if it is no such text: anyone who can write to the store can write anything. */
export function fromUseText(text: string): ToldUse | null {
  if (text.length > LONGEST_TEXT) return null;
  const [toldAt, clients, events, ended, left] = listOf(parsed(text)) ?? [];
  const names = listOf(clients);
  const told = rowsOf(events, 5);
  const ends = rowsOf(ended, 2);
  const leavers = listOf(left);
  if (
    !isCount(toldAt) ||
    !names?.every(isClient) ||
    told === null ||
    ends === null ||
    !leavers?.every(isCount)
  )
    return null;
  const readEvents = told.map(([kind = -1, client = -1, ageMs = 0, operation = 0, retryAfterMs = 0]) => ({
    kind: KINDS[kind],
    client: names[client],
    ageMs,
    operation,
    retryAfterMs,
  }));
  if (!readEvents.every(isEvent)) return null;
  if (!ends.every(([, ageMs = 0]) => ageMs <= LONGEST_MS)) return null;
  return {
    toldAt,
    events: readEvents,
    ended: ends.map(([operation = 0, ageMs = 0]) => ({ operation, ageMs })),
    left: leavers,
  };
}

function toWhole(ms: number): number {
  return Math.min(LONGEST_MS, Math.round(ms));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function listOf(value: unknown): readonly unknown[] | null {
  return Array.isArray(value) && value.length <= MOST_TOLD ? value : null;
}

function rowsOf(value: unknown, length: number): readonly (readonly number[])[] | null {
  const rows = listOf(value);
  const areRows = rows?.every((row) => Array.isArray(row) && row.length === length && row.every(isCount));
  return areRows === true ? (rows as readonly (readonly number[])[]) : null;
}

function isClient(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST_CLIENT;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isEvent(event: { [Name in keyof ToldEvent]: ToldEvent[Name] | undefined }): event is ToldEvent {
  const { kind, client, ageMs = 0, retryAfterMs = 0 } = event;
  return kind !== undefined && client !== undefined && ageMs <= LONGEST_MS && retryAfterMs <= LONGEST_MS;
}
