import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { badUserInput } from '../../errors/gateway-error.ts';
import { KEY_CHARACTERS, MOST_NEIGHBOURS } from '../drift/neighbours.ts';
import type { SortKey } from '../leg.ts';
import { edgeOf, LEG_END, type LegCut, type Neighbours, type Position } from '../position.ts';
import { ByteReader, ByteWriter } from './byte-codec.ts';

/**
 * Cursor, version 1, base64url of:
 *  version 1 byte · CRC-32 of the rest 4 · fingerprint of filter and order 4 · variant 1 · edge leg + 1, varint ·
 *  seen + 1, varint · number of legs, varint · per leg: flags 1, offset, and the rows remembered on either side. It
 *  holds offsets, hashes of ids and sort keys (instants, or the first characters of an opaque id), but no personal
 *  data. It has 94 characters for two legs sorted by instants, or 243 if both are surrounded by rows with equal keys.
 */
const VERSION = 1;
const HEADER_BYTES = 5;
const MAX_CURSOR_LENGTH = 8192;
const MAX_LEGS = 256;

const FLAG = { done: 1, end: 2, before: 4, after: 8 } as const;
const KEY = { null: 0, positive: 1, negative: 2, text: 3 } as const;

/** What a cursor belongs to. In any other scope it is refused. */
export interface CursorScope {
  /** Everything that defines the sequence: list, filter, order. Hashed, so it cannot be read from a cursor. */
  readonly fingerprint: string;
}

export interface CursorContent {
  /** Which of the possible plans the walk used (0 … 255), so that the next page uses the same. */
  readonly variant: number;
  readonly position: Position;
}

export function encodeCursor(scope: CursorScope, content: CursorContent): string {
  const { position, variant } = content;
  const writer = new ByteWriter()
    .uint32(hashScope(scope))
    .byte(variant)
    .varint(position.edgeLeg === null ? 0 : position.edgeLeg + 1)
    .varint(position.seen === null ? 0 : position.seen + 1)
    .varint(position.cuts.length);
  for (const cut of position.cuts) writeCut(writer, cut);
  const payload = writer.toBuffer();
  const header = new ByteWriter().byte(VERSION).uint32(crc32(payload)).toBuffer();
  return Buffer.concat([header, payload]).toString('base64url');
}

/** BAD_USER_INPUT for anything that `encodeCursor` did not produce for this very list, filter and order. */
export function decodeCursor(scope: CursorScope, cursor: string): CursorContent {
  const broken = () =>
    badUserInput(
      `Expected a cursor from this list, got ${cursor.length} characters that are not one. Start again without it.`,
    );
  if (cursor.length > MAX_CURSOR_LENGTH || !/^[A-Za-z0-9_-]+$/.test(cursor)) throw broken();
  const bytes = Buffer.from(cursor, 'base64url');
  if (bytes.toString('base64url') !== cursor || bytes.length <= HEADER_BYTES) throw broken();
  if (bytes[0] !== VERSION) {
    throw badUserInput(
      `Expected a cursor of version ${VERSION}, got version ${bytes[0]}. Start again without it.`,
    );
  }
  const payload = bytes.subarray(HEADER_BYTES);
  if (crc32(payload) !== bytes.readUInt32BE(1)) throw broken();
  const reader = new ByteReader(payload);
  try {
    if (reader.uint32() !== hashScope(scope)) {
      throw badUserInput(
        'Expected a cursor of this filter and order, got one of another filter or order. Start again without it after changing filter or orderBy.',
      );
    }
    const variant = reader.byte();
    const edgeLeg = reader.varint() - 1;
    const seen = reader.varint() - 1;
    const legs = reader.varint();
    if (legs > MAX_LEGS || edgeLeg >= legs) throw broken();
    const cuts = Array.from({ length: legs }, () => readCut(reader));
    const position = { cuts, edgeLeg: edgeLeg < 0 ? null : edgeLeg, seen: seen < 0 ? null : seen };
    if (!reader.isAtEnd || !isSound(position)) throw broken();
    return { variant, position };
  } catch (error) {
    throw error instanceof RangeError ? broken() : error;
  }
}

/** The checksum does not prove that we wrote it: an edge is a row, so it must have a position. */
function isSound(position: Position): boolean {
  const { cuts, edgeLeg } = position;
  if (edgeLeg === null) return true;
  const offset = cuts[edgeLeg]?.offset ?? 0;
  return edgeOf(position) !== null && offset !== 0;
}

function hashScope(scope: CursorScope): number {
  return createHash('sha256').update(scope.fingerprint).digest().readUInt32BE(0);
}

function writeCut(writer: ByteWriter, { offset, before, after, done }: LegCut): void {
  writer.byte(
    (done ? FLAG.done : 0) |
      (offset === 'END' ? FLAG.end : 0) |
      (before === null ? 0 : FLAG.before) |
      (after === null ? 0 : FLAG.after),
  );
  if (offset === 'END') return;
  writer.varint(offset);
  if (before !== null) writeSide(writer, before);
  if (after !== null) writeSide(writer, after);
}

function readCut(reader: ByteReader): LegCut {
  const flags = reader.byte();
  if (flags & FLAG.end) return LEG_END;
  return {
    offset: reader.varint(),
    before: flags & FLAG.before ? readSide(reader) : null,
    after: flags & FLAG.after ? readSide(reader) : null,
    done: (flags & FLAG.done) !== 0,
  };
}

function writeSide(writer: ByteWriter, { key, hashes, isWhole }: Neighbours): void {
  writer.varint(hashes.length * 2 + (isWhole ? 1 : 0));
  writeKey(writer, key);
  for (const hash of hashes) writer.uint32(hash);
}

function readSide(reader: ByteReader): Neighbours {
  const head = reader.varint();
  const length = Math.floor(head / 2);
  if (length > MOST_NEIGHBOURS) throw new RangeError('Too many.');
  const key = readKey(reader);
  return { key, hashes: Array.from({ length }, () => reader.uint32()), isWhole: head % 2 === 1 };
}

function writeKey(writer: ByteWriter, key: SortKey): void {
  if (key === null) writer.byte(KEY.null);
  else if (typeof key === 'string') writer.byte(KEY.text).text(key);
  else writer.byte(key < 0 ? KEY.negative : KEY.positive).varint(Math.abs(key));
}

function readKey(reader: ByteReader): SortKey {
  const kind = reader.byte();
  if (kind === KEY.null) return null;
  if (kind === KEY.text) return reader.text(KEY_CHARACTERS);
  if (kind === KEY.positive) return reader.varint();
  if (kind === KEY.negative) return -reader.varint();
  throw new RangeError('No such kind of key.');
}
