import { expect, test } from 'vitest';
import { readSearchText } from '../../../../src/customers/search/read-search-text.ts';
import { asSpelled } from '../../../../src/vendors/carecloud/criteria/spelled-names.ts';

const named = (name: string) => {
  const [firstName = '', ...others] = name.split(' ');
  return { firstName, lastName: others.join(' ') || null };
};
const KNOWN = [
  'František Ďurica',
  'Lukáš Ďurica',
  'Šimon Kováč',
  'Jana Nováková',
  'Jan Novak',
  'Řehoř X',
].map(named);

test.each([
  ['durica', [{ last_name: 'Ďurica' }]],
  ['DURICA', [{ last_name: 'Ďurica' }]],
  ['simon', [{ first_name: 'Šimon' }]],
  ['simon durica', [{ first_name: 'Šimon', last_name: 'Ďurica' }]],
  ['durica simon', [{ first_name: 'Šimon', last_name: 'Ďurica' }]],
  ['Ing. Petr Durica', [{ first_name: 'Petr', last_name: 'Ďurica' }, { last_name: 'Ďurica' }]],
  ['durica petr', [{ first_name: 'petr', last_name: 'Ďurica' }, { last_name: 'Ďurica' }]],
  // With accents, the other word was typed as it is written.
  ['Jiří Durica', [{ first_name: 'Jiří', last_name: 'Ďurica' }]],
  // Typed as written, or written by nobody otherwise.
  ['Ďurica', []],
  ['novak', []],
  ['kov', []],
  ['', []],
  ['durica 54', []],
  ['durica@x.cz', []],
])('%s is searched for as %j', (text, filters) => {
  expect(asSpelled(readSearchText(text), [], KNOWN)).toEqual(filters);
});

test.each([
  ['obrien', 'Jan O’Brien', [{ last_name: 'O’Brien' }]],
  ["jan o'brien", 'Jan O’Brien', [{ first_name: 'jan', last_name: 'O’Brien' }, { last_name: 'O’Brien' }]],
  ['mcdonald', 'Eva Mc Donald', [{ last_name: 'Mc Donald' }]],
  ["O'Brien", "Jan O'Brien", []],
  ['ibrahim', 'İbrahim Kaya', [{ first_name: 'İbrahim' }]],
  ['thordur', 'Þórður Jónsson', [{ first_name: 'Þórður' }]],
  ['tordur', 'Þórður Jónsson', [{ first_name: 'Þórður' }]],
])('%s is searched for as %s has it', (text, name, filters) =>
  expect(asSpelled(readSearchText(text), [], [named(name)])).toEqual(filters));

test('nothing is searched for again where diacritics do not count', () => {
  expect(asSpelled(readSearchText('durica'), [named('Petr Ďurica')], KNOWN)).toEqual([]);
  expect(asSpelled(readSearchText('durica'), [named('Petr Durica')], KNOWN)).not.toEqual([]);
});

test('the most frequent spelling wins, and equal ones in a fixed order', () => {
  const some = [...KNOWN, named('Petr Durić'), named('Petr Ďurić'), named('Ivan Ďurić')];
  expect(asSpelled(readSearchText('duric'), [], some)).toEqual([{ last_name: 'Ďurić' }]);
  expect(asSpelled(readSearchText('duric'), [], some.toReversed())).toEqual([{ last_name: 'Ďurić' }]);
});
