const LENGTH = 'YYYY-MM-DD HH:MM:SS'.length;

/**
 * A writer of CareCloud's times: an instant (milliseconds since the epoch) as `YYYY-MM-DD HH:MM:SS` on the project's wall
 * clock; parts of a second are dropped.
 *
 * @param timeZone IANA name (CARECLOUD_TIME_ZONE); throws a RangeError for a name unknown to Node.
 */
export function createZoneTimeWriter(timeZone: string): (ms: number) => string {
  // Swedes write dates as ISO 8601 does.
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
