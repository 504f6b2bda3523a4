import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emailSpellings, foldEmail, toAddress } from '../../../src/customers/model/email.ts';

const COMPOSED = 'jos\u00e9@x.cz';
const DECOMPOSED = 'jose\u0301@x.cz';

/** The same email as written by people and systems. */
const variantsOf = (email: string) =>
  [email, email.toUpperCase(), ` ${email}\t`].flatMap((text) => [
    text.normalize('NFC'),
    text.normalize('NFD'),
  ]);

const accented = fc
  .string({
    unit: fc.constantFrom(...'abzéěšřžýúůñöüçåø.+_0', '\u0301', '\u030c'),
    minLength: 1,
    maxLength: 8,
  })
  .map((local) => `${local}@x.cz`);

describe('one email', () => {
  it('has one normal form, however it is written', () => {
    fc.assert(
      fc.property(accented, (email) => {
        const forms = new Set(variantsOf(email).map(foldEmail));
        expect([...forms]).toEqual([foldEmail(email)]);
      }),
    );
  });

  it('differs from any other', () => {
    expect(foldEmail('jose@x.cz')).not.toBe(foldEmail(COMPOSED));
    expect(foldEmail('a b@x.cz')).not.toBe(foldEmail('ab@x.cz'));
  });

  it('keeps its normal form', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(foldEmail(foldEmail(text))).toBe(foldEmail(text));
      }),
    );
  });

  it('of blanks is none', () => {
    expect(foldEmail(' \u00a0\n')).toBe('');
  });
});

describe('the spellings to look up an email by', () => {
  it.each<[string, readonly string[]]>([
    ['ann@x.cz', ['ann@x.cz']],
    [' Ann@X.cz ', ['Ann@X.cz', 'ann@x.cz']],
    [COMPOSED, [COMPOSED, DECOMPOSED]],
    [DECOMPOSED, [DECOMPOSED, COMPOSED]],
    ['JOS\u00c9@x.cz', ['JOS\u00c9@x.cz', 'JOSE\u0301@x.cz', COMPOSED, DECOMPOSED]],
  ])('%j are %j', (email, spellings) => {
    expect(emailSpellings(email)).toEqual(spellings);
  });

  it('are at most five, all of the same email, the given one first', () => {
    fc.assert(
      fc.property(accented, fc.nat(5), (email, index) => {
        const given = variantsOf(email)[index] ?? email;
        const spellings = emailSpellings(given);
        expect(spellings[0]).toBe(given.trim());
        expect(spellings.length).toBeLessThanOrEqual(5);
        expect(new Set(spellings.map(foldEmail))).toEqual(new Set([foldEmail(email)]));
      }),
    );
  });

  it('contain the composed and the decomposed one, as given and in lower case', () => {
    fc.assert(
      fc.property(accented, fc.nat(5), (email, index) => {
        const given = (variantsOf(email)[index] ?? email).trim();
        for (const text of [given, given.toLowerCase()]) {
          expect(emailSpellings(given)).toContain(text.normalize('NFC'));
          expect(emailSpellings(given)).toContain(text.normalize('NFD'));
        }
      }),
    );
  });

  it('contain the spellings of each of them, so that one look-up covers all of them', () => {
    fc.assert(
      fc.property(accented, fc.nat(5), (email, index) => {
        const spellings = emailSpellings(variantsOf(email)[index] ?? email);
        expect(new Set(spellings.flatMap(emailSpellings))).toEqual(new Set(spellings));
      }),
    );
  });
});

it.each([
  [' Ann@x.cz ', 'Ann@x.cz'],
  ['none', null],
  ['-', null],
  ['', null],
  [null, null],
  ['see notes @ home', null],
  ['a@b@c', null],
])('%j is shown as the address %j', (text, address) => expect(toAddress(text)).toBe(address));
