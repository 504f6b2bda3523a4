/** Told the documented path of a value that was there and did not decode (`personal_information.birthdate`), never the value. */
export type DecodeReport = (field: string) => void;

/** An object under the vendor's field names, nothing about its values proven. */
export type Unproven<Wire> = { readonly [Field in keyof Wire]?: unknown };

/** Reads single values of one record: absent, null and `""` are null; what does not decode is null and reported. */
export interface FieldReader {
  text(value: unknown, field: string): string | null;
  /** A text without which its object means nothing: its absence is reported too. */
  id(value: unknown, field: string): string | null;
  /** One of a documented set of integers. */
  code<Meaning>(value: unknown, meanings: Readonly<Record<number, Meaning>>, field: string): Meaning | null;
  /** What `read` makes of a text. */
  parsed<T>(value: unknown, read: (text: string) => T | null, field: string): T | null;
  /** An object; null also for `[]`, which PHP writes for an empty one. */
  object<Wire>(value: unknown, field: string): Unproven<Wire> | null;
  /** The objects of an array. */
  objects<Wire>(value: unknown, field: string): readonly Unproven<Wire>[];
}

export function createFieldReader(report: DecodeReport): FieldReader {
  function undecodable(field: string): null {
    report(field);
    return null;
  }

  const reader: FieldReader = {
    text(value, field) {
      if (value === undefined || value === null || value === '') return null;
      if (typeof value === 'string') return value;
      return Number.isFinite(value) ? String(value) : undecodable(field);
    },
    id(value, field) {
      const isThere = (typeof value === 'string' && value !== '') || Number.isFinite(value);
      return isThere ? String(value) : undecodable(field);
    },
    code(value, meanings, field) {
      const text = reader.text(value, field);
      if (text === null) return null;
      return Object.hasOwn(meanings, text) ? (meanings[Number(text)] ?? null) : undecodable(field);
    },
    parsed(value, read, field) {
      const text = reader.text(value, field);
      return text === null ? null : (read(text) ?? undecodable(field));
    },
    object(value, field) {
      if (isObject(value)) return value;
      const isEmpty = value === undefined || value === null || value === '' || isEmptyArray(value);
      return isEmpty ? null : undecodable(field);
    },
    objects<Wire>(value: unknown, field: string) {
      if (value === undefined || value === null) return [];
      if (!Array.isArray(value)) {
        undecodable(field);
        return [];
      }
      if (value.every(isObject)) return value as readonly Unproven<Wire>[];
      return value.filter((item) => {
        const isWire = isObject(item);
        if (!isWire) undecodable(field);
        return isWire;
      });
    },
  };
  return reader;
}

/** A JSON object, neither null nor an array. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What kind of thing a value is, for a message that must not show it. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function isEmptyArray(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
