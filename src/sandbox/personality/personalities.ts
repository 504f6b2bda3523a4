import {
  countRefused,
  criteriaForbidden,
  emailListCut,
  emailSearchesRefused,
  largePagesRefused,
  largeSearchesRefused,
  largeSearchPagesRefused,
  orSearchCut,
  searchForbidden,
  searchMissing,
} from './batches.ts';
import {
  chatPagesCut,
  chatSortIgnored,
  chatTotalsMissing,
  chatTotalsOfPage,
  chatTotalsTooHigh,
  chatTotalsTooLow,
} from './chats.ts';
import {
  customerIdListAll,
  customerIdListCut,
  customerIdListFirst,
  customerIdListHonoured,
  customerIdListIgnored,
  customerIdListLast,
  foreignRows,
  loyaltyListsCut,
  segmentRecordsCut,
} from './loyalty.ts';
import {
  descendingKeepsTies,
  nullsLast,
  nullsReordered,
  sortIgnored,
  tiesByLimit,
  tiesByRange,
  tiesRandom,
} from './order.ts';
import type { Personality } from './personality.ts';
import {
  idsTooLarge,
  idTwice,
  listsWithGaps,
  numericTexts,
  rowsLarge,
  rowsWithoutId,
  timesInMilliseconds,
} from './shapes.ts';
import {
  accentsIgnored,
  careCloudEmailMindsCase,
  careCloudNamesFindParts,
  containsBeginning,
  containsWord,
  helpCrunchEqualsIgnoresBlanks,
  helpCrunchEqualsMindsCase,
  namesMindCase,
} from './text.ts';
import { totalsCapped, totalsMissing, totalsOfPage, totalsTooHigh, totalsTooLow } from './totals.ts';
import {
  brotliUnasked,
  gzipUnasked,
  loginsExclusive,
  nobodyIs204,
  nobodyIs404,
  nobodyIsEmpty,
  nobodyIsNull,
  redirects,
} from './transport.ts';
import {
  careCloudListLags,
  careCloudSearchLags,
  helpCrunchListLags,
  helpCrunchSearchLags,
  listHidesDeleted,
  lookUpsHideDeleted,
  searchHidesDeleted,
} from './visibility.ts';

const CREATE: readonly (() => Personality)[] = [
  helpCrunchEqualsMindsCase,
  helpCrunchEqualsIgnoresBlanks,
  careCloudEmailMindsCase,
  namesMindCase,
  accentsIgnored,
  careCloudNamesFindParts,
  containsBeginning,
  containsWord,
  totalsTooHigh,
  totalsCapped,
  totalsTooLow,
  totalsMissing,
  totalsOfPage,
  listHidesDeleted,
  searchHidesDeleted,
  lookUpsHideDeleted,
  careCloudSearchLags,
  helpCrunchSearchLags,
  careCloudListLags,
  helpCrunchListLags,
  emailListCut,
  orSearchCut,
  largeSearchesRefused,
  emailSearchesRefused,
  largePagesRefused,
  largeSearchPagesRefused,
  countRefused,
  searchForbidden,
  searchMissing,
  criteriaForbidden,
  tiesRandom,
  tiesByRange,
  tiesByLimit,
  nullsReordered,
  nullsLast,
  descendingKeepsTies,
  sortIgnored,
  timesInMilliseconds,
  rowsWithoutId,
  idsTooLarge,
  numericTexts,
  listsWithGaps,
  idTwice,
  rowsLarge,
  nobodyIs204,
  nobodyIsEmpty,
  nobodyIsNull,
  nobodyIs404,
  gzipUnasked,
  brotliUnasked,
  redirects,
  loginsExclusive,
  customerIdListHonoured,
  customerIdListIgnored,
  customerIdListFirst,
  customerIdListLast,
  customerIdListAll,
  customerIdListCut,
  segmentRecordsCut,
  loyaltyListsCut,
  foreignRows,
  chatPagesCut,
  chatTotalsMissing,
  chatTotalsOfPage,
  chatTotalsTooHigh,
  chatTotalsTooLow,
  chatSortIgnored,
];

/** Creates every behaviour that the sandbox supports, with its default numbers. */
export const createPersonalities = (): readonly Personality[] => CREATE.map((create) => create());

/** The personalities of these comma-separated names. Throws for an unknown name. */
export const personalitiesNamed = (names: string): readonly Personality[] => {
  const known = createPersonalities();
  return names
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
    .map((name) => {
      const found = known.find((each) => each.name === name);
      if (found) return found;
      const expected = known.map((each) => each.name).join(', ');
      throw new RangeError(`Expected some of the personalities ${expected}; got ${JSON.stringify(name)}.`);
    });
};
