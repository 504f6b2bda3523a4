import { writableInstant } from '../../../customers/model/normalize-values.ts';
import { isNothing, toCount } from '../../shared/json.ts';
import { ValueReader } from '../../shared/value-reader.ts';

/** Larger numbers are milliseconds: as seconds, this would be the year 5138. */
const LEAST_MILLISECONDS = 1e11;

/** Decodes single values of one record in HelpCrunch's formats. */
export class FieldReader extends ValueReader {
  #hasMilliseconds = false;

  /** Whether a time was in milliseconds. */
  get hasMilliseconds(): boolean {
    return this.#hasMilliseconds;
  }

  /** A whole number, or one written as text, that its object requires: if absent, it is reported too. */
  id(value: unknown, field: string): string | null {
    const id = toCount(value);
    return id === null ? this.undecodable(field) : String(id);
  }

  /**
   * Unix seconds as a number or numeric string, with an optional fraction, up to the year 9999; or milliseconds.
   * Returned as milliseconds since the epoch.
   */
  time(value: unknown, field: string): number | null {
    if (isNothing(value)) return null;
    const isNumeric =
      typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value));
    const number = isNumeric ? Number(value) : Number.NaN;
    const isMilliseconds = number >= LEAST_MILLISECONDS;
    const at = writableInstant(Math.round(isMilliseconds ? number : number * 1000));
    if (typeof value === 'string' || typeof value === 'number') this.sawTime(at !== null);
    if (at === null) return this.undecodable(field);
    this.#hasMilliseconds ||= isMilliseconds;
    return at;
  }

  scalar(value: unknown, field: string): string | number | boolean | null {
    if (value === undefined || value === null) return null;
    if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return value;
    return this.undecodable(field);
  }
}
