import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8Text } from '../../../src/upstream/http/utf8-text.ts';

describe('utf8Text', () => {
  it('decodes any text, however it was cut', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(), (text, cut) => {
        const bytes = Buffer.from(text);
        const at = cut % (bytes.length + 1);
        expect(utf8Text([bytes.subarray(0, at), bytes.subarray(at)])).toBe(
          bytes.toString().replace(/^\ufeff/, ''),
        );
      }),
    );
  });

  it('decodes any bytes as Node does', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (given) => {
        const bytes = Buffer.from(given);
        expect(utf8Text([bytes])).toBe(bytes.toString().replace(/^\ufeff/, ''));
      }),
    );
  });

  it.each([
    ['nothing', [], ''],
    ['letters beyond Latin-1', [Buffer.from('Žluťoučký kůň')], 'Žluťoučký kůň'],
    ['a letter cut in two', [Buffer.from([0xc5]), Buffer.from([0xbd])], 'Ž'],
    ['pairs of surrogates', [Buffer.from('🦄')], '🦄'],
    ['a byte order mark', [Buffer.from('\ufeff{}')], '{}'],
    ['invalid UTF-8', [Buffer.from([0x61, 0xc5, 0x62])], 'a\ufffdb'],
  ])('decodes %s', (_, pieces, text) => {
    expect(utf8Text(pieces)).toBe(text);
  });

  it.each([
    ['application/json; charset=iso-8859-1', Buffer.from('José', 'latin1'), 'José'],
    ['application/json;charset="windows-1250"', Buffer.from([0x8e, 0x69, 0x9e, 0x6b, 0x61]), 'Žižka'],
    ['application/json; charset=iso-8859-1', Buffer.from('José'), 'José'],
    ['application/json; charset=utf-8', Buffer.from('José', 'latin1'), 'Jos\ufffd'],
    ['application/json; charset=klingon', Buffer.from('José', 'latin1'), 'Jos\ufffd'],
    ['application/json', Buffer.from('José', 'latin1'), 'Jos\ufffd'],
  ])('as %s, %j is decoded as UTF-8 if it is, else as it says', (contentType, bytes, text) => {
    expect(utf8Text([bytes], contentType)).toBe(text);
  });
});
