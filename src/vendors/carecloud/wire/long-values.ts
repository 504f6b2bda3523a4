/** A hundred values of this length fill the 8 KB that many servers take as a URL. */
const USUAL_LENGTH = 60;

/**
 * Whether values in an array parameter are so long that a refusal may be due to the length of the URL instead of their
 * number.
 */
export function areLongValues(values: readonly unknown[]): boolean {
  return values.join('').length > USUAL_LENGTH * values.length;
}
