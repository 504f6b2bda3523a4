import { writableInstant } from '../../../customers/model/normalize-values.ts';
import { type DecodeReport, isObject, type Unproven } from '../../shared/json.ts';

/** Reads single values of one record: absent, null and `""` are null; what does not decode is null and reported. */
export class FieldReader {
  readonly #report: DecodeReport;

  constructor(report: DecodeReport) {
    this.#report = report;
  }

  text(value: unknown, field: string): string | null {
    if (isNothing(value)) return null;
    return typeof value === 'string' ? value : this.#undecodable(field);
  }

  /** A text, or an integer in its place. */
  id(value: unknown, field: string): string | null {
    if (isNothing(value)) return null;
    return typeof value === 'string' || Number.isSafeInteger(value)
      ? String(value)
      : this.#undecodable(field);
  }

  flag(value: unknown, field: string): boolean | null {
    if (isNothing(value)) return null;
    return typeof value === 'boolean' ? value : this.#undecodable(field);
  }

  /** Unix seconds as number or numeric string, maybe with a fraction, of a year up to 9999; milliseconds since the epoch. */
  time(value: unknown, field: string): number | null {
    if (isNothing(value)) return null;
    const isNumeric =
      typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value));
    const at = isNumeric ? Math.round(Number(value) * 1000) : Number.NaN;
    return writableInstant(at) ?? this.#undecodable(field);
  }

  scalar(value: unknown, field: string): string | number | boolean | null {
    if (value === undefined || value === null) return null;
    if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return value;
    return this.#undecodable(field);
  }

  /** An object; null also for `[]`, which PHP writes for an empty one. */
  object<Wire>(value: unknown, field: string): Unproven<Wire> | null {
    if (isObject(value)) return value as Unproven<Wire>;
    const isEmpty = isNothing(value) || (Array.isArray(value) && value.length === 0);
    return isEmpty ? null : this.#undecodable(field);
  }

  /** The objects of an array; others are left out. */
  objects<Wire>(value: unknown, field: string): readonly Unproven<Wire>[] {
    if (isNothing(value)) return [];
    if (!Array.isArray(value)) {
      this.#undecodable(field);
      return [];
    }
    if (value.every(isObject)) return value as readonly Unproven<Wire>[];
    return value.filter((item) => {
      const isWire = isObject(item);
      if (!isWire) this.#undecodable(field);
      return isWire;
    });
  }

  #undecodable(field: string): null {
    this.#report(field);
    return null;
  }
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}
