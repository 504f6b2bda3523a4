/** Statuses that may be about what was requested, or how: another request may be accepted. */
const OF_ONE_REQUEST: ReadonlySet<number> = new Set([
  400, 403, 404, 405, 406, 409, 410, 411, 412, 413, 414, 415, 416, 417, 422, 423, 424, 428, 431,
]);

/**
 * Whether every request to a source gets this status for now, whatever it asks for: its credentials or its account are
 * refused (401, 402), the address leads elsewhere (3xx), or the source fails.
 */
export function isSourceWideStatus(status: number): boolean {
  return !OF_ONE_REQUEST.has(status);
}
