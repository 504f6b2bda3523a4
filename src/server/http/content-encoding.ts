import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** As fast as gzip, and smaller. */
const BROTLI_QUALITY = 4;

/** The available encodings, best first. */
const ENCODINGS = ['br', 'gzip'] as const;

export type Encoding = (typeof ENCODINGS)[number];

/** Compresses a whole body. */
export const compress: Readonly<Record<Encoding, (body: Buffer) => Promise<Buffer>>> = {
  br: (body) =>
    promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }),
  gzip: promisify(gzip),
};

const onceByName = new Map<string, Promise<Buffer>>();
const MOST_ONCE = 4;

/** Compresses a body once per process, identified by its entity tag: GraphiQL's page has nine megabytes. */
export function compressOnce(etag: string, encoding: Encoding, body: Buffer): Promise<Buffer> {
  const name = `${encoding} ${etag}`;
  const compressed = onceByName.get(name) ?? compress[encoding](body);
  if (!onceByName.has(name)) {
    const [oldest] = onceByName.keys();
    if (oldest !== undefined && onceByName.size >= MOST_ONCE) onceByName.delete(oldest);
    onceByName.set(name, compressed);
    compressed.catch(() => onceByName.delete(name));
  }
  return compressed;
}

/**
 * The encoding that the client prefers by the weights in `Accept-Encoding`, the better one of equals; null for none
 * (RFC 9110 section 12.5.3). `*` stands for encodings not named, `q=0` is a refusal, and invalid entries are ignored.
 */
export function encodingFor(header: string | readonly string[] | undefined): Encoding | null {
  const weights = weightsOf(String(header ?? '').slice(0, LONGEST_HEADER));
  const others = weights.get('*');
  const weightOf = (encoding: string) => weights.get(encoding) ?? others ?? 0;
  // If not named, `identity` has the lowest weight of those named.
  const identity = weights.get('identity') ?? 0;
  const best = Math.max(...ENCODINGS.map(weightOf));
  if (best === 0 || best < identity) return null;
  return ENCODINGS.find((encoding) => weightOf(encoding) === best) ?? null;
}

/** Browsers send some 30 characters. */
const LONGEST_HEADER = 500;

const WEIGHT = /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/;

function weightsOf(header: string): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const item of header.split(',')) {
    const [name = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
    const weight = weightOfParameters(parameters);
    if (name !== '' && weight !== null) weights.set(name === 'x-gzip' ? 'gzip' : name, weight);
  }
  return weights;
}

/** 1 without a weight; null if it is invalid. */
function weightOfParameters(parameters: readonly string[]): number | null {
  const [parameter] = parameters;
  if (parameter === undefined) return 1;
  const [name, value = ''] = parameter.split('=').map((part) => part.trim());
  return name === 'q' && WEIGHT.test(value) ? Number(value) : null;
}
