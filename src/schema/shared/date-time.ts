const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DATE_TIME =
  /^(\d{4}-\d{2}-\d{2})[Tt](([01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.(\d+))?(?:[Zz]|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

/** Whether a text is YYYY-MM-DD and that day exists. */
export function isCalendarDate(text: string): boolean {
  const [, year, month, day] = DATE.exec(text)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return false;
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/**
 * Parses RFC 3339 (section 5.6) to milliseconds since the epoch; undefined if invalid. Digits beyond the millisecond
 * are dropped. Leap seconds (`:60`) are refused, because no source can store one.
 */
export function toInstant(text: string): number | undefined {
  const match = DATE_TIME.exec(text);
  const [, date, time, , fraction = '', sign, hours, minutes] = match ?? [];
  if (date === undefined || time === undefined || !isCalendarDate(date)) return undefined;
  const offsetMinutes = sign === undefined ? 0 : Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes));
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, '0'));
  return Date.parse(`${date}T${time}Z`) + milliseconds - offsetMinutes * 60_000;
}

/**
 * Formats milliseconds since the epoch as RFC 3339 in UTC, with a fraction only if there is one. Throws if RFC 3339
 * cannot express it.
 */
export function fromInstant(instant: number): string {
  const text = new Date(instant).toISOString();
  if (text.length !== 24)
    throw new RangeError('An instant outside the years 0000 to 9999 has no RFC 3339 form.');
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
