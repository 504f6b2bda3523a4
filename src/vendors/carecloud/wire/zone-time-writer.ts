const LENGTH = 'YYYY-MM-DD HH:MM:SS'.length;

/**
 * Formats an instant (milliseconds since the epoch) in CareCloud's format, `YYYY-MM-DD HH:MM:SS` in the project's time
 * zone; fractions are dropped.
 *
 * @param timeZone IANA name (CARECLOUD_TIME_ZONE); throws a RangeError for a name unknown to Node.
 */
export function createZoneTimeWriter(timeZone: string): (ms: number) => string {
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
  return (ms) => format.format(ms).padStart(LENGTH, '0');
}
