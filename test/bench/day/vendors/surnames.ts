import { COUNTRIES, type Country } from '../../../../src/sandbox/people/names.ts';
import { createRandom } from '../../../../src/sandbox/random.ts';

/**
 * Surnames as unevenly spread as real ones: the most common two in a hundred people bear, the hundred most common
 * together one in eight, and most are rare (Czech registers know some tens of thousands). With the sandbox's few dozen,
 * every third letter typed would still mean a thousand people.
 */
const SURNAMES = 20_000;
const UNEVENNESS = 2.5;
/** How many people stand for all: a name is listed as often as so many of them bear it. */
const BEARERS = 8_000;

const ONSETS = 'b br č d dr h hl hr j k kl kr l m n p pl pr r s sl st š šk t tr v z ž'.split(' ');
const VOWELS = 'a e i o u á í'.split(' ');
const CODAS = ['', '', '', 'l', 'r', 'n', 'š', 'm', 'd', 'v'];
/** For a man and for a woman. */
const ENDINGS: readonly (readonly [string, string])[] = [
  ['ek', 'ková'],
  ['ka', 'ková'],
  ['ský', 'ská'],
  ['ík', 'íková'],
  ['a', 'ová'],
  ['ář', 'ářová'],
  ['ec', 'cová'],
  ['il', 'ilová'],
  ['án', 'ánová'],
  ['ý', 'á'],
];

/** The sandbox's countries; their own surnames are the most common. */
export function countriesOfManyNames(): readonly Country[] {
  const byCode = new Map<string, Country>();
  return COUNTRIES.map((country) => {
    const known = byCode.get(country.code) ?? { ...country, families: familiesOf(country) };
    byCode.set(country.code, known);
    return known;
  });
}

function familiesOf({ code, families }: Country): Country['families'] {
  const names = new Map<number, readonly [string, string]>();
  return Array.from({ length: BEARERS }, (_, index) => {
    const rank = Math.floor(SURNAMES * ((index + 0.5) / BEARERS) ** UNEVENNESS);
    const name = names.get(rank) ?? families[rank] ?? inventedName(code, rank);
    names.set(rank, name);
    return name;
  });
}

function inventedName(code: string, rank: number): readonly [string, string] {
  const random = createRandom(code.charCodeAt(0) * 1_000_003 + code.charCodeAt(1) * 100_003 + rank);
  const syllable = () => random.pick(ONSETS) + random.pick(VOWELS) + random.pick(CODAS);
  const stem = Array.from({ length: random.int(1, 2) }, syllable).join('') + random.pick(ONSETS);
  const [his, hers] = random.pick(ENDINGS);
  const capital = (stem[0] ?? '').toUpperCase() + stem.slice(1);
  return [capital + his, capital + hers];
}
