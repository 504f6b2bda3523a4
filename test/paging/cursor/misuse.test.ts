import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../../src/errors/gateway-error.ts';
import { decodeCursor, encodeCursor } from '../../../src/paging/cursor/cursor.ts';
import { LEG_END, type LegCut, type Position } from '../../../src/paging/position.ts';

const SCOPE = { fingerprint: 'customers, all, by name' };
const CUT: LegCut = {
  offset: 300,
  before: { key: 1_700_000_000_000, hashes: [1, 2], isWhole: true },
  after: { key: 'abc', hashes: [3], isWhole: false },
  done: false,
};
const POSITION: Position = { cuts: [CUT, LEG_END], edgeLeg: 0, seen: 301 };
const CURSOR = encodeCursor(SCOPE, { variant: 0, position: POSITION });
const BYTES = Buffer.from(CURSOR, 'base64url');

function refusal(cursor: string, scope = SCOPE): GatewayError {
  try {
    decodeCursor(scope, cursor);
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'BAD_USER_INPUT') return error;
    throw error;
  }
  throw new Error(`Was taken for a cursor: ${cursor.slice(0, 100)}`);
}

/** A cursor with a valid checksum, which anyone can compute. */
function forge(payload: Buffer): string {
  const header = Buffer.alloc(5);
  header[0] = 1;
  header.writeUInt32BE(crc32(payload), 1);
  return Buffer.concat([header, payload]).toString('base64url');
}

describe('an invalid cursor is refused as bad input:', () => {
  it('cut short anywhere', () => {
    for (let length = 0; length < CURSOR.length; length++) refusal(CURSOR.slice(0, length));
  });

  it('extended', () => {
    for (const more of ['A', 'AA', 'AAAA', '=', ' ', CURSOR]) refusal(CURSOR + more);
  });

  it('with any single bit flipped', () => {
    for (let bit = 0; bit < BYTES.length * 8; bit++) {
      const bytes = Buffer.from(BYTES);
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      refusal(bytes.toString('base64url'));
    }
  });

  it('with any character replaced', () => {
    for (let at = 0; at < CURSOR.length; at++) {
      for (const other of ['A', '_', '+', '/', '\n', 'é']) {
        if (CURSOR[at] !== other) refusal(CURSOR.slice(0, at) + other + CURSOR.slice(at + 1));
      }
    }
  });

  it('of another version, which the error states', () => {
    const bytes = Buffer.from(BYTES);
    bytes[0] = 2;
    expect(refusal(bytes.toString('base64url')).message).toContain('version 1, got version 2');
  });

  it('of another filter or order, which the error states', () => {
    expect(refusal(CURSOR, { fingerprint: 'customers, all, by age' }).message).toContain('filter and order');
  });

  it('of 10 kB', () => {
    refusal('A'.repeat(10_240));
    refusal(forge(Buffer.alloc(7_680)));
  });

  it('of other texts', () => {
    for (const text of [
      '',
      ' ',
      'null',
      'YXJyYXljb25uZWN0aW9uOjA=',
      '../../etc/passwd',
      '🙂',
      '\0',
      CURSOR.toLowerCase(),
    ]) {
      refusal(text);
    }
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => void refusal(text)));
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        (bytes) => void refusal(Buffer.from(bytes).toString('base64url')),
      ),
    );
  });

  it('forged, unless its content is valid', () => {
    const scope = BYTES.subarray(5, 9);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const cursor = forge(Buffer.concat([scope, bytes]));
        try {
          const { position, variant } = decodeCursor(SCOPE, cursor);
          expect(decodeCursor(SCOPE, encodeCursor(SCOPE, { variant, position }))).toEqual({
            variant,
            position,
          });
        } catch (error) {
          expect(error).toMatchObject({ code: 'BAD_USER_INPUT' });
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it.each<[string, Position]>([
    ['an edge before the first row', { ...POSITION, cuts: [{ ...CUT, offset: 0 }] }],
    ['an edge that no row is known of', { ...POSITION, cuts: [{ ...CUT, before: null }] }],
    ['an edge at no place', { ...POSITION, cuts: [LEG_END] }],
    ['an edge of a leg that is not there', { ...POSITION, edgeLeg: 2 }],
    ['too many legs', { cuts: new Array<LegCut>(257).fill(LEG_END), edgeLeg: null, seen: null }],
  ])('with %s', (_, position) => {
    refusal(encodeCursor(SCOPE, { variant: 0, position }));
  });

  it('and the refusal does not repeat it', () => {
    expect(refusal('eva@example.com').message).not.toContain('eva');
  });
});
