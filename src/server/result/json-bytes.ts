/**
 * The size of a value as JSON in bytes, as a lower bound: escapes in strings are not counted. Null if it exceeds
 * `most`; it then stops early.
 */
export function jsonBytes(value: unknown, most: number): number | null {
  let left = most;
  const count = (one: unknown): void => {
    if (left < 0) return;
    if (typeof one === 'string') {
      left -= textBytes(one) + 2;
    } else if (Array.isArray(one)) {
      left -= 2 + Math.max(0, one.length - 1);
      for (const item of one) count(item);
    } else if (typeof one === 'object' && one !== null) {
      left -= 1;
      for (const name in one) {
        const member = (one as Readonly<Record<string, unknown>>)[name];
        if (member === undefined) continue;
        // Quotes, colon, comma or the closing brace.
        left -= name.length + 4;
        count(member);
        if (left < 0) return;
      }
    } else {
      left -= typeof one === 'boolean' || one === null ? 4 : String(one).length;
    }
  };
  count(value);
  return left < 0 ? null : most - left;
}

/** Short strings are treated as ASCII: measuring them costs more than the difference is worth. */
const SHORT = 64;

function textBytes(text: string): number {
  return text.length <= SHORT ? text.length : Buffer.byteLength(text);
}
