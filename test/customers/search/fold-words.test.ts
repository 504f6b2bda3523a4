import { expect, test } from 'vitest';
import { foldName, foldWords } from '../../../src/customers/search/fold-words.ts';

test.each([
  ['Novák', ['novak']],
  ['NOVÁKOVÁ-Dvořáková', ['novakova', 'dvorakova']],
  ['Łukasz Øster', ['lukasz', 'oster']],
  ['Đorđe Ðunja', ['dorde', 'dunja']],
  ['Þóra', ['thora']],
  ['Groß Ægir Œuvre', ['gross', 'aegir', 'oeuvre']],
  ['Işık İnci', ['isik', 'inci']],
  ['Ｎｏｖáｋ', ['novak']],
  ['ﬁala ②', ['fiala', '2']],
  ["O'Brien", ['o', 'brien']],
  ['Ph.D. Mgr.', ['phd', 'mgr']],
  ['Nova\u0301k', ['novak']],
  ['Йосиф', ['иосиф']],
  ['  ', []],
  ['🙂 - !', []],
])('the words of %s are %j', (text, words) => expect(foldWords(text)).toEqual(words));

test.each([
  ['Ing. Jan Novák, Ph.D.', ['jan', 'novak']],
  ['MUDr. Eva', ['eva']],
  ['Mgr. Bc.', ['mgr', 'bc']],
  ['miss', ['miss']],
  ['Doc Martin', ['martin']],
])('the name in %s is %j', (text, words) => expect(foldName(text)).toEqual(words));
