import { writableInstant } from '../../../customers/model/normalize-values.ts';

/** Told the documented path of a value that was there and did not decode (`device.ip`), never the value. */
export type DecodeReport = (field: string) => void;

/** An object under the vendor's field names, nothing about its values proven. */
export type Unproven<Wire> = { readonly [Field in keyof Wire]?: unknown };

/** Reads single values of one record: absent, null and `""` are null; what does not decode is null and reported. */
export interface FieldReader {
  text(value: unknown, field: string): string | null;
  /** A text, or an integer in its place. */
  id(value: unknown, field: string): string | null;
  flag(value: unknown, field: string): boolean | null;
  /** Unix seconds as number or numeric string, maybe with a fraction, of a year up to 9999; milliseconds since the epoch. */
  time(value: unknown, field: string): number | null;
  scalar(value: unknown, field: string): string | number | boolean | null;
  object<Wire>(value: unknown, field: string): Unproven<Wire> | null;
  /** The objects of an array; others are left out. */
  objects<Wire>(value: unknown, field: string): readonly Unproven<Wire>[];
}

export function createFieldReader(report: DecodeReport): FieldReader {
  function undecodable(field: string): null {
    report(field);
    return null;
  }

  return {
    text(value, field) {
      if (isNothing(value)) return null;
      return typeof value === 'string' ? value : undecodable(field);
    },
    id(value, field) {
      if (isNothing(value)) return null;
      return typeof value === 'string' || Number.isSafeInteger(value) ? String(value) : undecodable(field);
    },
    flag(value, field) {
      if (isNothing(value)) return null;
      return typeof value === 'boolean' ? value : undecodable(field);
    },
    time(value, field) {
      if (isNothing(value)) return null;
      const isNumeric =
        typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value));
      const at = isNumeric ? Math.round(Number(value) * 1000) : Number.NaN;
      return writableInstant(at) ?? undecodable(field);
    },
    scalar(value, field) {
      if (value === undefined || value === null) return null;
      if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return value;
      return undecodable(field);
    },
    object(value, field) {
      if (isObject(value)) return value;
      // PHP writes [] for an empty object.
      const isEmpty = isNothing(value) || (Array.isArray(value) && value.length === 0);
      return isEmpty ? null : undecodable(field);
    },
    objects<Wire>(value: unknown, field: string) {
      if (isNothing(value)) return [];
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
}

/** A JSON object, neither null nor an array. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What kind of thing a value is, for a message that must not show it. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}
