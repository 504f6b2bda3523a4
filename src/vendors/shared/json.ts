/** Receives the documented path of a value that was present and did not decode (`device.ip`), never the value. */
export type DecodeReport = (field: string) => void;

/** An object with the vendor's field names and unchecked values. */
export type Unproven<Wire> = { readonly [Field in keyof Wire]?: unknown };

/** What both vendors write for a value that a record does not have. */
export function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/** A JSON object, neither null nor an array. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The kind of a value, for a message that must not show it. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** A list, including one that PHP wrote as an object because its numeric keys have a gap. Null for anything else. */
export function toList(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value;
  if (!isObject(value)) return null;
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => /^\d+$/.test(key)) ? Object.values(value) : null;
}

/** A boolean, or one as a number or text (`1`, `"0"`, `"true"`). Null for anything else. */
export function toBoolean(value: unknown): boolean | null {
  if (value === true || value === 1 || value === '1' || value === 'true') return true;
  if (value === false || value === 0 || value === '0' || value === 'false') return false;
  return null;
}

/** A number of things, or one written as text. Null for anything else. */
export function toCount(value: unknown): number | null {
  const count = typeof value === 'string' && /^\s*\d+\s*$/.test(value) ? Number(value) : value;
  return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : null;
}

/** A number as text; null if its digits are not exact (integers beyond 2⁵³) or it is not a number. */
export function numberText(value: unknown): string | null {
  const isSure = Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
  return isSure ? String(value) : null;
}
