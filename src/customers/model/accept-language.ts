/** One language range with its weight (RFC 9110 §12.5.4). */
const RANGE = String.raw`(?:\*|[a-z]{1,8}(?:-[a-z0-9]{1,8})*)(?:[ \t]*;[ \t]*q=(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?`;
const LIST = new RegExp(String.raw`^${RANGE}(?:[ \t]*,[ \t]*${RANGE})*$`, 'i');
const LONGEST = 100;

/** Whether a text is valid in an `Accept-Language` header: `cs`, or `cs, en-GB;q=0.8`; at most 100 characters. */
export function isAcceptLanguage(text: string): boolean {
  return text.length <= LONGEST && LIST.test(text);
}
