import {
  type DecodeReport,
  isNothing,
  isObject,
  numberText,
  toBoolean,
  toCount,
  toList,
  type Unproven,
} from './json.ts';

/**
 * Decodes single values of one record: absent, null and `""` are null; a value that does not decode is null and
 * reported. Each vendor's FieldReader adds its own formats, such as its times.
 */
export class ValueReader {
  readonly #report: DecodeReport;
  #times = 0;
  #undecodedTimes = 0;

  constructor(report: DecodeReport) {
    this.#report = report;
  }

  /** Whether several times were present and none could be parsed, so their format is unknown. */
  get readsNoTime(): boolean {
    return this.#times > 1 && this.#undecodedTimes === this.#times;
  }

  /** A text, or a number instead. */
  text(value: unknown, field: string): string | null {
    if (isNothing(value)) return null;
    return typeof value === 'string' ? value : (numberText(value) ?? this.undecodable(field));
  }

  /** A number of things, such as a list's total. */
  count(value: unknown, field: string): number | null {
    return isNothing(value) ? null : (toCount(value) ?? this.undecodable(field));
  }

  boolean(value: unknown, field: string): boolean | null {
    if (isNothing(value)) return null;
    return toBoolean(value) ?? this.undecodable(field);
  }

  /** An object; null also for `[]`, which PHP writes for an empty one. */
  object<Wire>(value: unknown, field: string): Unproven<Wire> | null {
    if (isObject(value)) return value as Unproven<Wire>;
    const isEmpty = isNothing(value) || (Array.isArray(value) && value.length === 0);
    return isEmpty ? null : this.undecodable(field);
  }

  /** The objects of a list; others are left out. */
  objects<Wire>(value: unknown, field: string): readonly Unproven<Wire>[] {
    if (isNothing(value)) return [];
    const list = toList(value);
    if (list === null) {
      this.undecodable(field);
      return [];
    }
    if (list.every(isObject)) return list as readonly Unproven<Wire>[];
    return list.filter((item): item is Unproven<Wire> => {
      const isWire = isObject(item);
      if (!isWire) this.undecodable(field);
      return isWire;
    });
  }

  /** The objects of a list of named things. A text instead of an object is its name. */
  named<Wire extends { readonly name: string }>(value: unknown, field: string): readonly Unproven<Wire>[] {
    const isName = (item: unknown) => typeof item === 'string' || typeof item === 'number';
    const items = toList(value)?.map((item) => (isName(item) ? { name: item } : item));
    return this.objects<Wire>(items ?? value, field);
  }

  /** The texts of a list; others are left out. */
  texts(value: unknown, field: string): readonly string[] {
    if (isNothing(value)) return [];
    const list = toList(value) ?? [value];
    return list.filter((item) => typeof item === 'string' || this.undecodable(field) !== null) as string[];
  }

  /** A time was present; whether it could be parsed. */
  protected sawTime(isDecoded: boolean): void {
    this.#times++;
    if (!isDecoded) this.#undecodedTimes++;
  }

  protected undecodable(field: string): null {
    this.#report(field);
    return null;
  }
}
