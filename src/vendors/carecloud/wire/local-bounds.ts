import { createEndOfSecondHour } from './zone-time.ts';

const LENGTH = 'YYYY-MM-DD HH:MM:SS'.length;

/** Bounds of times in CareCloud's format. */
export interface LocalBounds {
  /** The earliest text that is read as this instant or a later one. */
  from(ms: number): string;
  /** The latest text that is read as this instant or an earlier one. */
  to(ms: number): string;
}

/**
 * Formats instants (milliseconds since the epoch) as bounds in CareCloud's format, `YYYY-MM-DD HH:MM:SS` in the
 * project's time zone; fractions are dropped. A text that came twice is read as the first of its instants: a bound in
 * the second hour lies after all of them.
 *
 * @param timeZone IANA name (CARECLOUD_TIME_ZONE); throws a RangeError for a name unknown to Node.
 */
export function createLocalBounds(timeZone: string): LocalBounds {
  // The Swedish date format is ISO 8601.
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const write = (ms: number) => format.format(ms).padStart(LENGTH, '0');
  const endOfSecondHour = createEndOfSecondHour(timeZone);
  return {
    from: (ms) => write(endOfSecondHour(ms) ?? ms),
    to(ms) {
      const end = endOfSecondHour(ms);
      return write(end === null ? ms : end - 1000);
    },
  };
}
