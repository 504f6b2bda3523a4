import { z } from 'zod';
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
/**
 * The most that is heard at once: of ten replicas, all of which tell as much as they may of clients with usual names.
 */
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

const count = z.int().nonnegative();
const ms = count.max(LONGEST_MS);
const atMost = <Item extends z.ZodType>(item: Item) => z.array(item).max(MOST_TOLD);
const USE = z.tuple([
  count,
  atMost(z.string().max(LONGEST_CLIENT)),
  atMost(z.tuple([count.max(KINDS.length - 1), count, ms, count, ms])),
  atMost(z.tuple([count, ms])),
  atMost(count),
]);

/** Null if it is no such text: anyone who can write to the store can write anything. */
export function fromUseText(text: string): ToldUse | null {
  if (text.length > LONGEST_TEXT) return null;
  const { data } = USE.safeParse(parsed(text));
  if (data === undefined) return null;
  const [toldAt, clients, rows, ended, left] = data;
  const events = rows.flatMap(([kind, place, ageMs, operation, retryAfterMs]) => {
    const client = clients[place];
    return client === undefined
      ? []
      : [{ kind: KINDS[kind] as UseEvent['kind'], client, ageMs, operation, retryAfterMs }];
  });
  if (events.length < rows.length) return null;
  return { toldAt, events, ended: ended.map(([operation, ageMs]) => ({ operation, ageMs })), left };
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
