import type { HelpCrunchCustomer } from '../../customers/model/help-crunch-customer.ts';
import type { RecordKey } from '../../customers/model/source-record.ts';
import type { FoundRecords } from '../../customers/search/found-records.ts';
import type { SearchReading, SearchText } from '../../customers/search/read-search-text.ts';
import type { SourceCall } from '../../customers/source-call.ts';
import { isAscii } from '../shared/traits/probe-steps.ts';
import type { TraitBook } from '../shared/traits/trait-book.ts';
import { readSearchTraits } from './criteria/search-traits.ts';
import type { TextEvidence } from './criteria/text-evidence.ts';
import type { CustomerRequests } from './customer-requests.ts';
import type { Listing } from './listing.ts';
import { HELPCRUNCH } from './record.ts';
import { conditionsToCover, coversConditions, mindsLettersOnly, toTextSearch } from './search.ts';
import type { TraitName } from './traits.ts';
import type { UsualRows } from './usual-rows.ts';
import type { Reliance, SearchCondition } from './wire/wire.ts';

interface Searching {
  readonly listing: Pick<Listing, 'newest'>;
  readonly requests: Pick<CustomerRequests, 'batch'>;
  readonly traits: TraitBook<TraitName>;
  readonly evidence: TextEvidence;
  readonly usualRows: UsualRows;
}

/** What a search must find for each reading besides a text’s own beginning. */
const NEEDED: Partial<Readonly<Record<SearchReading, readonly Reliance[]>>> = {
  EMAIL: ['CASE'],
  PHONE: ['INSIDE'],
  NAME: ['LATER_WORD', 'CASE'],
  COMPANY: ['LATER_WORD', 'CASE'],
};

/**
 * The profiles that a text may mean: one search, whatever the text can be. Beginnings of words are not promised where
 * `~` is known to find whole words or beginnings of texts only, unless responses show them; what else may be missing is
 * warned of.
 */
export async function findByText(
  text: SearchText,
  { listing, requests, traits, evidence, usualRows }: Searching,
  call: SourceCall,
): Promise<FoundRecords<HelpCrunchCustomer>> {
  const { searchTraits, ignoresNameCase, toSearch, toCover } = textSearches({ requests, traits, evidence });
  const { inside } = searchTraits;
  const { conditions, isCut } = toSearch(text);
  if (conditions.length === 0) return { records: [], isComplete: true, coverage: 'NONE' };
  const expectedRows = usualRows.expected(text.text, conditions, searchTraits.ignoresAccents);
  const found = await listing.newest(conditions, call, expectedRows);
  if (found.total !== null) usualRows.saw(text.text, found.records, found.total);
  const search = { comparison: 'OR', conditions } as const;
  // Rows of a joined search may have been found by other conditions.
  if (!found.isJoined) evidence.saw(search, found.records);
  const isMissed = isCut && traits.isLearned('search.accents') && !searchTraits.ignoresAccents;
  const isIncomplete = traits.currently('search.complete') === 'NO' || isMissed;
  if (isIncomplete || relies(text).some((each) => !evidence.mayRely(each))) {
    call.meter.warned?.(HELPCRUNCH, 'INCOMPLETE_SEARCH');
  }
  const showsParts = !found.isJoined && evidence.showsParts(search, found.records);
  const findsParts = evidence.mayRely('INSIDE') || showsParts;
  return {
    ...found,
    coverage: findsParts ? 'PARTS' : 'WHOLE_WORDS',
    covers: (longer) =>
      coversConditions(conditions, toCover(text, longer), {
        inside,
        showsParts,
        ignoresCase: ignoresNameCase,
      }),
    hasAllWith(key) {
      const isAssumed =
        traits.currently('search.complete') === 'YES' &&
        inside === 'ANYWHERE' &&
        !searchTraits.containsMindsCase;
      if (!isAssumed || !containsKey(conditions, key)) return null;
      return evidence.isShown('INSIDE') && evidence.isShown('CASE') ? 'SHOWN' : 'ASSUMED';
    },
  };
}

/** Whether all that a longer text finds satisfies the conditions of its beginning. */
export function mayCover(
  beginning: SearchText,
  whole: SearchText,
  searching: Pick<Searching, 'requests' | 'traits' | 'evidence'>,
): boolean {
  const { searchTraits, ignoresNameCase: ignoresCase, toSearch, toCover } = textSearches(searching);
  const { inside } = searchTraits;
  const { conditions } = toSearch(beginning);
  return coversConditions(conditions, toCover(beginning, whole), { inside, showsParts: true, ignoresCase });
}

/** How texts are searched for, as far as is known of HelpCrunch now. */
function textSearches({ requests, traits, evidence }: Pick<Searching, 'requests' | 'traits' | 'evidence'>) {
  const searchTraits = readSearchTraits(traits);
  const ignoresNameCase = evidence.ignoresNameCase();
  const most = mindsLettersOnly(traits) ? requests.batch.size : 0;
  const toSearch = (text: SearchText) =>
    toTextSearch(text, searchTraits.inside, most, searchTraits, ignoresNameCase);
  const { inside } = searchTraits;
  const toCover = (beginning: SearchText, whole: SearchText) =>
    conditionsToCover(beginning, whole, { conditions: toSearch(whole).conditions, inside });
  return { searchTraits, ignoresNameCase, toSearch, toCover };
}

/** Whether a profile with this key satisfies one of the conditions, whatever its letter case. */
function containsKey(conditions: readonly SearchCondition[], { kind, value }: RecordKey): boolean {
  if (kind !== 'email' && kind !== 'userId') return false;
  const text = value.trim().toLowerCase();
  return conditions.some(
    (condition) =>
      condition.field === `customers.${kind}` &&
      condition.operator === '~' &&
      typeof condition.value === 'string' &&
      isAscii(condition.value) &&
      text.includes(condition.value.toLowerCase()),
  );
}

function relies({ text, readings }: SearchText): ReadonlyArray<Reliance> {
  const hasCase = text.toLowerCase() !== text.toUpperCase();
  const needed = readings.flatMap((reading) => NEEDED[reading] ?? []);
  return needed.filter((each) => each !== 'CASE' || hasCase);
}
