import { writableInstant } from '../../../customers/model/normalize-values.ts';

const DAY_MS = 86_400_000;

/** How far local time is from UTC at most, with a margin: a local day lies within the UTC day by this much. */
const FARTHEST_OFFSET_MS = 16 * 3_600_000;

/** No clock was changed before 1800; years below 100 are neither formatted nor read back as they are. */
const FIRST_CLOCK_CHANGE_MS = Date.UTC(1800, 0, 1);

/** Days remembered per zone; a page of records touches a few hundred. */
const REMEMBERED_DAYS = 20_000;

/** As the vendor's OpenAPI document has it, and as nearly all come: these are read where they stand, without taking the text apart. */
const PLAIN_TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;
const TIME = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:[.,](\d{1,9}))?(Z|[+-]\d\d:?\d\d)?$/;

/** A day's clock: one offset, or two around the instant at which it changes. */
interface LocalDay {
  readonly before: number;
  readonly after: number;
  readonly changesAt: number;
}

/**
 * A reader of CareCloud's times: `YYYY-MM-DD HH:MM:SS`, an optional fraction (cut to milliseconds), no zone (OpenAPI document:
 * "local time zone of the project"). Gives milliseconds since the epoch; null when the text is no such time, or one of
 * the year 10000 in UTC.
 *
 * Around clock changes, such that a later text never gives an earlier instant (the vendor sorts by these texts, and
 * the engine trusts the order): a time that came twice is the first of the two; one that was skipped is the moment of
 * the change. Should the vendor ever add a zone (`Z`, `+02:00`), it counts.
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

/** A calendar date as YYYY-MM-DD that exists; null otherwise. */
export function calendarDate(text: string): string | null {
  const date = text.trim();
  return /^\d{4}-\d\d-\d\d$/.test(date) && dayMs(date) !== null ? date : null;
}

/** `YYYY-MM-DD HH:MM:SS` (digits where they belong) as if it were UTC; null when the calendar has no such day or the clock no such time. */
function calendarMs(text: string): number | null {
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  if (hour > 23 || minute > 59 || second > 59) return null;
  const day = dayMs(text);
  return day === null ? null : day + ((hour * 60 + minute) * 60 + second) * 1000;
}

/** The beginning of the day that a text begins with. */
function dayMs(text: string): number | null {
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  return year === 0 || month < 1 || month > 12 ? null : utcDay(year, month, twoDigits(text, 8));
}

/** A day's beginning; null for one that the month does not have. Without a Date: most of what a page costs is its times. */
function utcDay(year: number, month: number, day: number): number | null {
  // One cycle of the calendar later, since Date.UTC takes years below 100 for those of the 20th century.
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

/** Zones change their clocks weeks apart, so a day and its surroundings see one change at most. */
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
