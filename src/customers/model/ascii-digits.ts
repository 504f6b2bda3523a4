const OTHER_DIGIT = /(?!\d)\p{Nd}/gu;

/** Digits of other scripts as ASCII: each script has its ten digits in a row. */
export function withAsciiDigits(text: string): string {
  return text.replace(OTHER_DIGIT, (digit) => {
    const usual = digit.normalize('NFKC');
    if (/^\d$/.test(usual)) return usual;
    const point = digit.codePointAt(0) ?? 0;
    const before = Array.from({ length: 9 }, (_, at) => String.fromCodePoint(point - 1 - at));
    const others = before.findIndex((each) => !/\p{Nd}/u.test(each));
    return String(others === -1 ? before.length : others);
  });
}

/** ASCII digits as those of the script with this zero. */
export function withDigitsOf(zero: string, text: string): string {
  const first = zero.codePointAt(0) ?? 0;
  return text.replace(/\d/g, (digit) => String.fromCodePoint(first + Number(digit)));
}
