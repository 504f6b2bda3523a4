/**
 * How many bytes a value has as JSON, at least: escapes in texts are not counted. Null once they are more than `most`, found
 * out without going on.
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

/** Short texts are taken for ASCII: counting their bytes costs more than the difference is worth. */
const SHORT = 64;

function textBytes(text: string): number {
  return text.length <= SHORT ? text.length : Buffer.byteLength(text);
}
