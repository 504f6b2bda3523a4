import {
  type DecodeReport,
  isObject,
  numberText,
  toBoolean,
  toList,
  type Unproven,
} from '../../shared/json.ts';

/**
 * Decodes single values of one record: absent, null and `""` are null; a value that does not decode is null and
 * reported.
 */
export class FieldReader {
  readonly #report: DecodeReport;
  #times = 0;
  #undecodedTimes = 0;

  constructor(report: DecodeReport) {
    this.#report = report;
  }

  text(value: unknown, field: string): string | null {
    if (typeof value === 'string') return value === '' ? null : value;
    if (value === undefined || value === null) return null;
    return numberText(value) ?? this.#undecodable(field);
  }

  /** Whether several times were present and none could be parsed, so their format is unknown. */
  get readsNoTime(): boolean {
    return this.#times > 1 && this.#undecodedTimes === this.#times;
  }

  /** A time of the record itself, in milliseconds since the epoch. A date of zeros, as MySQL writes it, is null. */
  time(value: unknown, read: (text: string) => number | null, field: string): number | null {
    const text = this.text(value, field);
    if (text === null) return null;
    const at = read(text);
    if (!/^0000-00-00/.test(text)) {
      this.#times++;
      if (at === null) this.#undecodedTimes++;
    }
    return at ?? this.#undecodable(field);
  }

  /** A text that its object requires: if absent, it is reported too. */
  id(value: unknown, field: string): string | null {
    const text = typeof value === 'string' ? value : numberText(value);
    return text || this.#undecodable(field);
  }

  /** One of a documented set of integers, with their meanings by index. */
  code<Meaning>(value: unknown, meanings: readonly (Meaning | undefined)[], field: string): Meaning | null {
    if (value === undefined || value === null || value === '') return null;
    const code = typeof value === 'string' && /^(0|[1-9]\d*)$/.test(value) ? Number(value) : value;
    const meaning = typeof code === 'number' ? meanings[code] : undefined;
    return meaning ?? this.#undecodable(field);
  }

  /** A number, or a number in a text. */
  number(value: unknown, field: string): number | null {
    if (value === undefined || value === null || value === '') return null;
    const number = typeof value === 'string' && NUMBER.test(value) ? Number(value) : value;
    return typeof number === 'number' && Number.isFinite(number) ? number : this.#undecodable(field);
  }

  /** A whole number within GraphQL's Int. */
  integer(value: unknown, field: string): number | null {
    const number = this.number(value, field);
    const fits = number === null || (Number.isInteger(number) && Math.abs(number) < 2 ** 31);
    return fits ? number : this.#undecodable(field);
  }

  boolean(value: unknown, field: string): boolean | null {
    if (value === undefined || value === null || value === '') return null;
    return toBoolean(value) ?? this.#undecodable(field);
  }

  /** The result of `read` for a text. */
  parsed<T>(value: unknown, read: (text: string) => T | null, field: string): T | null {
    const text = this.text(value, field);
    return text === null ? null : (read(text) ?? this.#undecodable(field));
  }

  /** An object; null also for `[]`, which PHP writes for an empty one. */
  object<Wire>(value: unknown, field: string): Unproven<Wire> | null {
    if (isObject(value)) return value as Unproven<Wire>;
    const isEmpty = value === undefined || value === null || value === '' || isEmptyArray(value);
    return isEmpty ? null : this.#undecodable(field);
  }

  /** The objects of a list. */
  objects<Wire>(value: unknown, field: string): readonly Unproven<Wire>[] {
    if (value === undefined || value === null) return [];
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

const NUMBER = /^-?\d{1,15}(?:\.\d{1,15})?$/;

function isEmptyArray(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
