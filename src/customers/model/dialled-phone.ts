/** Mobile numbers as they are dialled within countries where a number begins with 0, by the country code. */
const DIALLED_WITH_ZERO: readonly (readonly [RegExp, string])[] = [
  [/^09\d{8}$/, '+421'],
  [/^06(?:20|30|31|50|70)\d{7}$/, '+36'],
  [/^06[5-9]\d{6,10}$/, '+43'],
  [/^01[5-7]\d{8,9}$/, '+49'],
];

/** Digits that are a mobile number of Slovakia or a country around, as dialled there; undefined for others. Pure. */
export function phoneDialledWithZero(digits: string): string | undefined {
  const [, code] = DIALLED_WITH_ZERO.find(([pattern]) => pattern.test(digits)) ?? [];
  // Hungary dials 06.
  return code === undefined ? undefined : `${code}${digits.slice(code === '+36' ? 2 : 1)}`;
}
