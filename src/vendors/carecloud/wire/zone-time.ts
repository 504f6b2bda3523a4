import { writableInstant } from '../../../customers/model/normalize-values.ts';

const DAY_MS = 86_400_000;

/** The largest offset of local time from UTC, with a margin: a local day lies within this of the UTC day. */
const FARTHEST_OFFSET_MS = 16 * 3_600_000;

/** No clock changed before 1800. Years below 100 neither format nor parse correctly. */
const FIRST_CLOCK_CHANGE_MS = Date.UTC(1800, 0, 1);

/** Days cached per zone; a page of records needs a few hundred. */
const REMEMBERED_DAYS = 20_000;

/**
 * The format of the vendor's OpenAPI document, which nearly all times have: parsed in place, without splitting the
 * text.
 */
const PLAIN_TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;
const TIME = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:[.,](\d{1,9}))?(Z|[+-]\d\d:?\d\d)?$/;

/** A day's offset, or two around the instant of a change. */
interface LocalDay {
  readonly before: number;
  readonly after: number;
  readonly changesAt: number;
}

/**
 * Parses CareCloud's times: `YYYY-MM-DD HH:MM:SS`, an optional fraction (cut to milliseconds), no time zone (OpenAPI
 * document: "local time zone of the project"). Returns milliseconds since the epoch; null if the text is not such a
 * time, or is in the year 10000 in UTC.
 *
 * Around clock changes, a later text never becomes an earlier instant, because the vendor may sort by these texts and
 * the engine relies on the order: an ambiguous time is the first of the two, and a skipped time is the moment of the
 * change. If the vendor ever adds an offset (`Z`, `+02:00`), it is respected.
 *
 * @param timeZone IANA name (CARECLOUD_TIME_ZONE); throws a RangeError for a name unknown to Node.
 */
export function createZoneTimeReader(timeZone: string): (text: string) => number | null {
  const offsetAt = createOffsets(timeZone);
  const days = new Map<number, LocalDay>();

  function dayOf(localMs: number): LocalDay {
    const number = Math.floor(localMs / DAY_MS);
    const known = days.get(number);
    if (known !== undefined) return known;
    const day = readDay(number * DAY_MS, offsetAt);
    if (days.size >= REMEMBERED_DAYS) days.clear();
    days.set(number, day);
    return day;
  }

  function fromLocal(localMs: number): number | null {
    const { before, after, changesAt } = dayOf(localMs);
    if (localMs - before < changesAt) return writableInstant(localMs - before);
    return writableInstant(Math.max(localMs - after, changesAt));
  }

  return (text) => {
    if (PLAIN_TIME.test(text)) {
      const localMs = calendarMs(text);
      return localMs === null ? null : fromLocal(localMs);
    }
    const trimmed = text.trim();
    const parts = TIME.exec(trimmed);
    const seconds = parts === null ? null : calendarMs(trimmed);
    if (parts === null || seconds === null) return null;
    const [, fraction, zone] = parts;
    const localMs = fraction === undefined ? seconds : seconds + Number(fraction.slice(0, 3).padEnd(3, '0'));
    return zone === undefined ? fromLocal(localMs) : writableInstant(localMs - zoneOffsetMs(zone));
  };
}

/**
 * The latest instant that a parsed time may stand for: an hour later if clocks were put back and the time came twice,
 * else the same. Whoever sorts by instants has both hours one after the other, in texts that go back.
 */
export function createLatestInstant(timeZone: string): (ms: number) => number {
  const offsetAt = createOffsets(timeZone);
  return (ms) => {
    const { before, after, changesAt } = readDay(Math.floor(ms / DAY_MS) * DAY_MS, offsetAt);
    const repeatedMs = before - after;
    return repeatedMs > 0 && ms >= changesAt - repeatedMs && ms < changesAt ? ms + repeatedMs : ms;
  };
}

/** The end of the hour that comes the second time when clocks are put back, for an instant within it; else null. */
export function createEndOfSecondHour(timeZone: string): (ms: number) => number | null {
  const offsetAt = createOffsets(timeZone);
  return (ms) => {
    const { before, after, changesAt } = readDay(Math.floor(ms / DAY_MS) * DAY_MS, offsetAt);
    const end = changesAt + (before - after);
    return ms >= changesAt && ms < end ? end : null;
  };
}

/**
 * A valid calendar date as YYYY-MM-DD; null otherwise. It may have a time of midnight, or be written `DD.MM.YYYY`, the
 * other form that CareCloud's own parameter takes.
 */
export function calendarDate(text: string): string | null {
  const written = text.trim().replace(/[ T]00:00:00(?:\.0+)?(?:Z|[+-]\d\d:?\d\d)?$/, '');
  const date = written.replace(/^(\d\d)\.(\d\d)\.(\d{4})$/, '$3-$2-$1');
  return /^\d{4}-\d\d-\d\d$/.test(date) && dayMs(date) !== null ? date : null;
}

/** `YYYY-MM-DD HH:MM:SS` (with digits in the right places) as if it were UTC; null if there is no such day or time. */
function calendarMs(text: string): number | null {
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  if (hour > 23 || minute > 59 || second > 59) return null;
  const day = dayMs(text);
  return day === null ? null : day + ((hour * 60 + minute) * 60 + second) * 1000;
}

/** The start of the day in a text. */
function dayMs(text: string): number | null {
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  return year === 0 || month < 1 || month > 12 ? null : utcDay(year, month, twoDigits(text, 8));
}

/** The start of a day; null if the month does not have it. Avoids Date: most of a page's cost is its times. */
function utcDay(year: number, month: number, day: number): number | null {
  // One calendar cycle later, since Date.UTC maps years below 100 to the 20th century.
  const start = Date.UTC(year + CYCLE_YEARS, month - 1, day);
  const exists = day > 0 && (day <= SHORTEST_MONTH || start < Date.UTC(year + CYCLE_YEARS, month, 1));
  return exists ? start - CYCLE_DAYS * DAY_MS : null;
}

const SHORTEST_MONTH = 28;
const CYCLE_YEARS = 400;
const CYCLE_DAYS = 146_097;

function twoDigits(text: string, at: number): number {
  return text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528;
}

function zoneOffsetMs(zone: string): number {
  if (zone === 'Z') return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))];
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** A zone's clock changes are weeks apart, so a day and its surroundings have at most one. */
function readDay(start: number, offsetAt: (ms: number) => number): LocalDay {
  let from = start - FARTHEST_OFFSET_MS;
  let to = start + DAY_MS + FARTHEST_OFFSET_MS;
  const before = offsetAt(from);
  const after = offsetAt(to);
  if (before === after) return { before, after, changesAt: to };
  while (to - from > 1000) {
    const middle = Math.floor((from + to) / 2000) * 1000;
    if (offsetAt(middle) === before) from = middle;
    else to = middle;
  }
  return { before, after, changesAt: to };
}

/** The zone's offset from UTC in milliseconds at an instant (whole seconds). */
function createOffsets(timeZone: string): (ms: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (ms) => {
    const at = Math.max(ms, FIRST_CLOCK_CHANGE_MS);
    const parts = new Map(format.formatToParts(at).map((part) => [part.type, Number(part.value)]));
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    const local = Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    );
    return local - Math.floor(at / 1000) * 1000;
  };
}
