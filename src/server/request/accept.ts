/** Matches an Accept header (RFC 9110, section 12.5.1) with the media types that this server writes. */

/** Media types of incremental responses (`@defer`, `@stream`). */
export const INCREMENTAL_TYPES = ['multipart/mixed', 'text/event-stream'];
/** For people. */
export const FORM_OF_PARTS = 'parts come in the form of deferSpec=20220824, not of incrementalSpec';
export const RESPONSE_TYPES = ['application/graphql-response+json', 'application/json', ...INCREMENTAL_TYPES];

/** An Accept header as this server interprets it. */
export interface AcceptReading {
  /** Whether a type that this server writes is acceptable. */
  readonly isAcceptable: boolean;
  /** The header without weights and without unsupported incremental formats, best first. Unchanged if it had none. */
  readonly ranked: string;
}

/** Browsers send some 130 characters, Apollo Client 90. Anything beyond is ignored. */
const LONGEST_HEADER = 1_000;

export function readAccept(header: string): AcceptReading {
  const accept = header.slice(0, LONGEST_HEADER);
  const wanted = acceptedTypes(accept);
  const ranked = /;\s*(?:q|incrementalspec|deferspec)=/i.test(accept) ? wanted.join(', ') : accept;
  return { isAcceptable: accepts(RESPONSE_TYPES, wanted), ranked };
}

/**
 * The media types of an Accept header, highest weight first, without those refused by `q=0`. A range that includes a
 * refused type, such as `application/*`, is replaced by its remaining types.
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
      // The more specific range wins: refusing a broad range does not refuse a named type within it.
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
 * Incremental responses have had several formats, selected by a parameter. This server writes that of the August 2022
 * proposal, which is `deferSpec=20220824` and also the default. Later ones are `incrementalSpec`.
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
