import { withAsciiDigits } from '../model/ascii-digits.ts';
import { normalEmail } from '../model/identity-keys.ts';
import type { SourceRecord } from '../model/source-record.ts';
import { matchWords, type WordMatch } from './match-words.ts';
import { SEARCH_READINGS, type SearchReading, type SearchText } from './read-search-text.ts';

/** How one record matches a text. */
export interface RecordMatch {
  /** The readings it satisfies, in the order of `SEARCH_READINGS`. */
  readonly readings: readonly SearchReading[];
  /** 0 is the best; see `GRADES`. */
  readonly grade: number;
}

/** What a search knows about a record in addition to its fields. */
export interface FoundIn {
  /** The reading for an equal id of this source; null: ids are not searched for. */
  readonly idReading: SearchReading | null;
  /** Whether the source stores the company's own user ids. */
  readonly hasUserIds: boolean;
  /** Readings of values that records do not show: an exact search for the value found this record. */
  readonly foundBy: ReadonlySet<SearchReading>;
}

/**
 * Best first. A company comes after a name of the same kind; the beginning of an email or the end of a phone counts as
 * a beginning.
 */
const GRADES = [
  'EQUAL',
  'NAME SAME_WORDS',
  'COMPANY SAME_WORDS',
  'NAME ALL_EQUAL',
  'COMPANY ALL_EQUAL',
  'NAME SOME_EQUAL',
  'COMPANY SOME_EQUAL',
  'NAME BEGINNINGS',
  'COMPANY BEGINNINGS',
] as const;

type Grade = (typeof GRADES)[number];

/** How a record matches a text, by any of its readings; null if by none. */
export function matchRecord(text: SearchText, record: SourceRecord, foundIn: FoundIn): RecordMatch | null {
  const grades = new Map<SearchReading, Grade>();
  for (const reading of text.readings) {
    const grade = foundIn.foundBy.has(reading) ? 'EQUAL' : GRADERS[reading](text, record, foundIn);
    if (grade !== null) grades.set(reading, grade);
  }
  if (grades.size === 0) return null;
  return {
    readings: SEARCH_READINGS.filter((reading) => grades.has(reading)),
    grade: Math.min(...[...grades.values()].map((grade) => GRADES.indexOf(grade))),
  };
}

type Grader = (text: SearchText, record: SourceRecord, foundIn: FoundIn) => Grade | null;

const ownId =
  (reading: SearchReading): Grader =>
  ({ text }, { id }, { idReading }) =>
    idReading === reading && id === text ? 'EQUAL' : null;

const never: Grader = () => null;

const GRADERS: Readonly<Record<SearchReading, Grader>> = {
  CARE_CLOUD_ID: ownId('CARE_CLOUD_ID'),
  HELP_CRUNCH_ID: ownId('HELP_CRUNCH_ID'),
  USER_ID: ({ text }, { keys }, { hasUserIds }) => (hasUserIds && keys.userId === text ? 'EQUAL' : null),
  CARD_NUMBER: never,
  EXTERNAL_ID: never,
  EMAIL: ({ email }, { person }) => {
    const own = normalEmail(person.email);
    if (email === null || own === undefined) return null;
    return own === email ? 'EQUAL' : own.startsWith(email) ? 'NAME BEGINNINGS' : null;
  },
  PHONE: ({ phone }, { person, phoneText }) => {
    if (phone === null) return null;
    if (person.phone === null)
      return phone.ending === null ? null : unparsedPhone(phone.ending, phoneText ?? '');
    if (person.phone === phone.e164) return 'EQUAL';
    return phone.ending !== null && person.phone.endsWith(phone.ending) ? 'NAME BEGINNINGS' : null;
  },
  NAME: ({ words, otherWords }, { person }) =>
    grade('NAME', matchWords(words, `${person.firstName ?? ''} ${person.lastName ?? ''}`, otherWords)),
  COMPANY: ({ words, otherWords }, { person }) =>
    grade('COMPANY', matchWords(words, person.company ?? '', otherWords)),
};

/** A national number whose country is unknown: its digits are compared. */
function unparsedPhone(ending: string, stored: string): Grade | null {
  const digits = withAsciiDigits(stored).replace(/\D/g, '').replace(/^0+/, '');
  if (digits === ending) return 'EQUAL';
  return digits.endsWith(ending) ? 'NAME BEGINNINGS' : null;
}

function grade(what: 'NAME' | 'COMPANY', match: WordMatch | null): Grade | null {
  return match === null ? null : `${what} ${match}`;
}
