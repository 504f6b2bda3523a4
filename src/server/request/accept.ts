/** Reads an Accept header (RFC 9110, section 12.5.1) against the media types that this server writes. */

/** Media types of responses in parts (`@defer`, `@stream`). */
export const INCREMENTAL_TYPES = ['multipart/mixed', 'text/event-stream'];
/** For people. */
export const FORM_OF_PARTS = 'parts come in the form of deferSpec=20220824, not of incrementalSpec';
export const RESPONSE_TYPES = ['application/graphql-response+json', 'application/json', ...INCREMENTAL_TYPES];

/** What an Accept header means to this server. */
export interface AcceptReading {
  /** Whether a type that this server writes is acceptable. */
  readonly isAcceptable: boolean;
  /** The header without weights, and without forms of parts not written here: best first. As it came, if it had none. */
  readonly ranked: string;
}

/** Browsers send some 130 characters, Apollo Client 90. What is beyond is not read. */
const LONGEST_HEADER = 1_000;

export function readAccept(header: string): AcceptReading {
  const accept = header.slice(0, LONGEST_HEADER);
  const wanted = acceptedTypes(accept);
  const ranked = /;\s*(?:q|incrementalspec|deferspec)=/i.test(accept) ? wanted.join(', ') : accept;
  return { isAcceptable: accepts(RESPONSE_TYPES, wanted), ranked };
}

/**
 * The media types of an Accept header, highest weight first, without those refused by `q=0`. A range that holds a refused
 * type, such as `application/*`, is replaced by the types that remain of it.
 */
export function acceptedTypes(accept: string): readonly string[] {
  const items = accept
    .toLowerCase()
    .split(',')
    .map((item) => ({
      type: item.replace(/;\s*q=[^;]*/, '').trim(),
      weight: Number(/;\s*q=([\d.]+)/.exec(item)?.[1] ?? 1),
    }));
  const refused = items.filter(({ weight }) => weight === 0).map(({ type }) => rangeOf(type));
  return items
    .filter(({ type, weight }) => type !== '' && weight > 0 && isWritten(type))
    .sort((one, other) => other.weight - one.weight)
    .flatMap(({ type }) => {
      const range = rangeOf(type);
      // The narrower of two ranges is meant: what refuses everything else refuses nothing that is named.
      const narrower = refused.filter((one) => isIn(one, range));
      const isRefused = (type: string) => narrower.some((one) => isIn(type, one));
      const held = RESPONSE_TYPES.filter((one) => isIn(one, range));
      return range.includes('*') && held.some(isRefused) ? held.filter((one) => !isRefused(one)) : type;
    });
}

/** Whether a wanted type, or a range such as `text/*`, is one of these. Only UTF-8 is written. */
export function accepts(types: readonly string[], wanted: readonly string[]): boolean {
  return wanted.some((one) => {
    const charset = parametersOf(one).find((parameter) => parameter.startsWith('charset='));
    if (charset !== undefined && charset !== 'charset=utf-8') return false;
    return types.some((type) => isIn(type, rangeOf(one)));
  });
}

/**
 * Answers in parts have had several forms, which clients name by a parameter: here they have that of the proposal of
 * August 2022, which is `deferSpec=20220824` and also what no parameter means. Later ones are `incrementalSpec`.
 */
function isWritten(wanted: string): boolean {
  return parametersOf(wanted).every((parameter) => {
    if (parameter.startsWith('deferspec=')) return parameter === 'deferspec=20220824';
    return !parameter.startsWith('incrementalspec=');
  });
}

/** A wanted type without its parameters. */
function rangeOf(wanted: string): string {
  return wanted.split(';')[0]?.trim() ?? '';
}

function parametersOf(wanted: string): readonly string[] {
  return wanted.split(/\s*;\s*/).slice(1);
}

function isIn(type: string, range: string): boolean {
  if (range === '*/*') return true;
  return range.endsWith('/*') ? type.startsWith(range.slice(0, -1)) : type === range;
}
