import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { badUserInput } from '../errors/gateway-error.ts';
import { ByteReader, ByteWriter } from './byte-codec.ts';
import type { SortKey } from './leg.ts';
import { LEG_END, type LegCut, type Mark, type Position } from './position.ts';

/**
 * Cursor, version 1, base64url of:
 *   version 1 byte · CRC-32 of the rest 4 · fingerprint of filter and order 4 · variant 1 · edge leg + 1, varint ·
 *   seen + 1, varint · number of legs, varint · per leg: flags 1, offset, marks.
 * It holds positions, hashes of ids and sort keys (instants, or the first characters of an opaque id): no personal data.
 */
const VERSION = 1;
const HEADER_BYTES = 5;
const MAX_CURSOR_LENGTH = 8192;
const MAX_LEGS = 256;
const MAX_TIES = 16;
/** Enough of an opaque id to find its place by; ids share no longer beginnings in practice. */
const KEY_CHARACTERS = 16;

const FLAG = { done: 1, end: 2, before: 4, after: 8, ties: 16 } as const;
const KEY = { null: 0, positive: 1, negative: 2, text: 3 } as const;

/** What a cursor belongs to. Under another one it is refused. */
export interface CursorScope {
  /** Everything that shapes the sequence: list, filter, order. Hashed; never readable from a cursor. */
  readonly fingerprint: string;
}

export interface CursorContent {
  /** Which of the possible plans the walk took (0 … 255), so that the next page takes the same. */
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

/** BAD_USER_INPUT for anything that `encodeCursor` did not write for this very list, filter and order. */
export function decodeCursor(scope: CursorScope, cursor: string): CursorContent {
  const broken = () =>
    badUserInput(
      `Expected a cursor from this list, got ${cursor.length} characters that are none. Start again without it.`,
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
        'Expected a cursor of this filter and order, got one of another. Start again without it after changing filter or orderBy.',
      );
    }
    const variant = reader.byte();
    const edgeLeg = reader.varint() - 1;
    const seen = reader.varint() - 1;
    const legs = reader.varint();
    if (legs > MAX_LEGS || edgeLeg >= legs) throw broken();
    const cuts = Array.from({ length: legs }, () => readCut(reader));
    if (!reader.isAtEnd) throw broken();
    return {
      variant,
      position: { cuts, edgeLeg: edgeLeg < 0 ? null : edgeLeg, seen: seen < 0 ? null : seen },
    };
  } catch (error) {
    throw error instanceof RangeError ? broken() : error;
  }
}

function hashScope(scope: CursorScope): number {
  return createHash('sha256').update(scope.fingerprint).digest().readUInt32BE(0);
}

function writeCut(writer: ByteWriter, cut: LegCut): void {
  const flags =
    (cut.done ? FLAG.done : 0) |
    (cut.offset === 'END' ? FLAG.end : 0) |
    (cut.before === null ? 0 : FLAG.before) |
    (cut.after === null ? 0 : FLAG.after) |
    (cut.ties.length === 0 ? 0 : FLAG.ties);
  writer.byte(flags);
  if (cut.offset === 'END') return;
  writer.varint(cut.offset);
  if (cut.before !== null) writeMark(writer, cut.before);
  if (cut.after !== null) writeMark(writer, cut.after);
  if (cut.ties.length > 0) {
    writer.varint(cut.ties.length);
    for (const hash of cut.ties) writer.uint32(hash);
  }
}

function readCut(reader: ByteReader): LegCut {
  const flags = reader.byte();
  if (flags & FLAG.end) return LEG_END;
  return {
    offset: reader.varint(),
    before: flags & FLAG.before ? readMark(reader) : null,
    after: flags & FLAG.after ? readMark(reader) : null,
    ties: flags & FLAG.ties ? readTies(reader) : [],
    done: (flags & FLAG.done) !== 0,
  };
}

function readTies(reader: ByteReader): readonly number[] {
  const length = reader.varint();
  if (length > MAX_TIES) throw new RangeError('Too many.');
  return Array.from({ length }, () => reader.uint32());
}

function writeMark(writer: ByteWriter, mark: Mark): void {
  writer.uint32(mark.hash);
  writeKey(writer, mark.key);
}

function readMark(reader: ByteReader): Mark {
  return { hash: reader.uint32(), key: readKey(reader) };
}

function writeKey(writer: ByteWriter, key: SortKey): void {
  if (key === null) writer.byte(KEY.null);
  else if (typeof key === 'string') writer.byte(KEY.text).text(key.slice(0, KEY_CHARACTERS));
  else writer.byte(key < 0 ? KEY.negative : KEY.positive).varint(Math.abs(Math.trunc(key)));
}

function readKey(reader: ByteReader): SortKey {
  const kind = reader.byte();
  if (kind === KEY.null) return null;
  if (kind === KEY.text) return reader.text(KEY_CHARACTERS * 4);
  if (kind === KEY.positive) return reader.varint();
  if (kind === KEY.negative) return -reader.varint();
  throw new RangeError('No such kind of key.');
}
