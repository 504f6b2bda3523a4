import { isNothing, numberText } from '../../shared/json.ts';
import { ValueReader } from '../../shared/value-reader.ts';

/** Decodes single values of one record in CareCloud's formats. */
export class FieldReader extends ValueReader {
  /** A time of the record itself, in milliseconds since the epoch. A date of zeros, as MySQL writes it, is null. */
  time(value: unknown, read: (text: string) => number | null, field: string): number | null {
    const text = this.text(value, field);
    if (text === null) return null;
    const at = read(text);
    if (!/^0000-00-00/.test(text)) this.sawTime(at !== null);
    return at ?? this.undecodable(field);
  }

  /** A text that its object requires: if absent, it is reported too. */
  id(value: unknown, field: string): string | null {
    const text = typeof value === 'string' ? value : numberText(value);
    return text || this.undecodable(field);
  }

  /** One of a documented set of integers, with their meanings by index. */
  code<Meaning>(value: unknown, meanings: readonly (Meaning | undefined)[], field: string): Meaning | null {
    if (isNothing(value)) return null;
    const code = typeof value === 'string' && /^(0|[1-9]\d*)$/.test(value) ? Number(value) : value;
    const meaning = typeof code === 'number' ? meanings[code] : undefined;
    return meaning ?? this.undecodable(field);
  }

  /** A number, or a number in a text. */
  number(value: unknown, field: string): number | null {
    if (isNothing(value)) return null;
    const number = typeof value === 'string' && NUMBER.test(value) ? Number(value) : value;
    return typeof number === 'number' && Number.isFinite(number) ? number : this.undecodable(field);
  }

  /** A whole number within GraphQL's Int. */
  integer(value: unknown, field: string): number | null {
    const number = this.number(value, field);
    const fits = number === null || (Number.isInteger(number) && Math.abs(number) < 2 ** 31);
    return fits ? number : this.undecodable(field);
  }

  /** The result of `read` for a text. */
  parsed<T>(value: unknown, read: (text: string) => T | null, field: string): T | null {
    const text = this.text(value, field);
    return text === null ? null : (read(text) ?? this.undecodable(field));
  }
}

const NUMBER = /^-?\d{1,15}(?:\.\d{1,15})?$/;
