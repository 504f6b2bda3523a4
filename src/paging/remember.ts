import { crc32 } from 'node:zlib';
import type { Leg, SortKey } from './leg.ts';
import type { LegCut, Position, Side } from './position.ts';
import { rowAt, type Segment } from './segment.ts';

/**
 * The most rows of one key that are remembered on one side of a cut. Where more rows than this share a key, as many
 * neighbours on both sides must go between two pages before the place among them can only be guessed.
 */
export const MOST_REMEMBERED = 8;

/** Enough of an opaque id to find its place by. */
export const KEY_CHARACTERS = 16;

/** A short, lasting name of a row that tells nothing about it. */
export function hashIdentity(identity: string): number {
  return crc32(identity);
}

/** What is remembered of a key. Keeps the order: keys that differ only beyond it become equal, as if tied. */
export function shortKey(key: SortKey): SortKey {
  if (typeof key === 'string') return key.slice(0, KEY_CHARACTERS);
  return key === null ? null : Math.trunc(key) + 0; // + 0: there is no −0 in a cursor
}

/** Whether a row is the `nth` remembered one, where it was in the order: a row whose key has changed has moved. */
export function isRemembered<Row>(
  leg: Leg<Row, unknown>,
  row: Row | undefined,
  side: Side | null,
  nth = 0,
): boolean {
  return (
    row !== undefined &&
    side !== null &&
    hashIdentity(leg.identityOf(row)) === side.hashes[nth] &&
    shortKey(leg.keyOf(row)) === side.key
  );
}

/**
 * Remembers the rows from `start` on, away from a cut. `beyond` is what an earlier cut remembered of the same side: it
 * goes on where the rows in hand end, since a page of one row has no other neighbours in hand.
 */
export function rememberSide<Row>(
  leg: Leg<Row, unknown>,
  segment: Segment<Row>,
  from: { readonly start: number; readonly step: 1 | -1; readonly beyond: Side | null },
): Side | null {
  const { start, step, beyond } = from;
  const first = rowAt(segment, start);
  if (first === undefined) return null;
  const key = shortKey(leg.keyOf(first));
  const hashes: number[] = [];
  for (let index = start; ; index += step) {
    const row = rowAt(segment, index);
    if (row === undefined) {
      if (index < 0 || (segment.total !== null && index >= segment.total)) return toSide(key, hashes, true);
      if (beyond?.key !== key) return toSide(key, hashes, false);
      return toSide(key, [...new Set([...hashes, ...beyond.hashes])], beyond.isWhole);
    }
    if (shortKey(leg.keyOf(row)) !== key) return toSide(key, hashes, true);
    if (hashes.length > MOST_REMEMBERED) return toSide(key, hashes, false);
    hashes.push(hashIdentity(leg.identityOf(row)));
  }
}

/** Read DOWN, an edge's cursor means the cut before that edge: its row becomes the nearest one after the cut. */
export function beforeEdge(position: Position): Position {
  const cuts = position.cuts.map((cut, index): LegCut => {
    const [edge, ...others] = cut.before?.hashes ?? [];
    if (index !== position.edgeLeg || cut.offset === 'END' || cut.before === null || edge === undefined)
      return cut;
    const { key } = cut.before;
    const tied = cut.after?.key === key ? cut.after : null;
    const isWhole = cut.after === null ? cut.done : (tied?.isWhole ?? true);
    return {
      offset: cut.offset - 1,
      before: { ...cut.before, hashes: others },
      after: toSide(key, [edge, ...(tied?.hashes ?? [])], isWhole),
      done: false,
    };
  });
  return { ...position, cuts };
}

function toSide(key: SortKey, hashes: readonly number[], isWhole: boolean): Side {
  return {
    key,
    hashes: hashes.slice(0, MOST_REMEMBERED),
    isWhole: isWhole && hashes.length <= MOST_REMEMBERED,
  };
}
