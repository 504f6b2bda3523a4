import { writableInstant } from '../../../customers/model/normalize-values.ts';
import {
  type DecodeReport,
  isObject,
  numberText,
  toBoolean,
  toList,
  type Unproven,
} from '../../shared/json.ts';

/** Larger numbers are milliseconds: as seconds, this would be the year 5138. */
const LEAST_MILLISECONDS = 1e11;

/**
 * Decodes single values of one record: absent, null and `""` are null; a value that does not decode is null and
 * reported.
 */
export class FieldReader {
  readonly #report: DecodeReport;
  #times = 0;
  #undecodedTimes = 0;
  #hasMilliseconds = false;

  constructor(report: DecodeReport) {
    this.#report = report;
  }

  /** Whether several times were present and none could be parsed, so their format is unknown. */
  get readsNoTime(): boolean {
    return this.#times > 1 && this.#undecodedTimes === this.#times;
  }

  /** Whether a time was in milliseconds. */
  get hasMilliseconds(): boolean {
    return this.#hasMilliseconds;
  }

  /** A text, or a number instead. */
  text(value: unknown, field: string): string | null {
    if (isNothing(value)) return null;
    return typeof value === 'string' ? value : (numberText(value) ?? this.#undecodable(field));
  }

  flag(value: unknown, field: string): boolean | null {
    if (isNothing(value)) return null;
    return toBoolean(value) ?? this.#undecodable(field);
  }

  /**
   * Unix seconds as a number or numeric string, with an optional fraction, up to the year 9999; or milliseconds.
   * Returned as milliseconds since the epoch.
   */
  time(value: unknown, field: string): number | null {
    if (isNothing(value)) return null;
    if (typeof value === 'string' || typeof value === 'number') this.#times++;
    const isNumeric =
      typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value));
    const number = isNumeric ? Number(value) : Number.NaN;
    const isMilliseconds = number >= LEAST_MILLISECONDS;
    const at = writableInstant(Math.round(isMilliseconds ? number : number * 1000));
    if (at !== null) {
      this.#hasMilliseconds ||= isMilliseconds;
      return at;
    }
    if (typeof value === 'string' || typeof value === 'number') this.#undecodedTimes++;
    return this.#undecodable(field);
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

  /** The objects of a list; others are left out. */
  objects<Wire>(value: unknown, field: string): readonly Unproven<Wire>[] {
    if (isNothing(value)) return [];
    const list = toList(value);
    if (list === null) {
      this.#undecodable(field);
      return [];
    }
    if (list.every(isObject)) return list as readonly Unproven<Wire>[];
    return list.filter((item): item is Unproven<Wire> => {
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
