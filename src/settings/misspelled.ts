import { VARIABLES, type Variables } from './variables.ts';

/** An unknown variable with a name similar to one of ours, without its value. */
export interface Misspelled {
  readonly name: string;
  readonly nearest: keyof Variables;
}

type Environment = Readonly<Record<string, string | undefined>>;

const OURS = Object.keys(VARIABLES.shape) as readonly (keyof Variables)[];
const VENDORS = ['CARECLOUD', 'HELPCRUNCH'];

/** Shorter names are too similar to common ones: HOST and HOSTNAME. */
const LEAST_LETTERS = 6;
const MOST_TYPOS = 2;

/**
 * Variables that were probably meant for the gateway: they have a vendor's name in any spelling, the first two words of
 * one of ours (`CACHE_TTL`), or at most two wrong letters. Variables that a container platform derives from a service's
 * name are left out.
 */
export function findMisspelled(env: Environment): readonly Misspelled[] {
  return Object.keys(env)
    .filter((name) => env[name]?.trim() && !isOurs(name) && !isFromPlatform(name))
    .map((name) => ({ name, nearest: nearestOf(name) }))
    .filter((found): found is Misspelled => found.nearest !== null)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Names of variables with credentials of a real account, correct or misspelled, for a warning about simulated data. */
export function findCredentials(env: Environment): readonly string[] {
  const right = [
    'CARECLOUD_TOKEN',
    'CARECLOUD_LOGIN',
    'CARECLOUD_PASSWORD',
    'CARECLOUD_APPLICATION_ID',
    'HELPCRUNCH_API_KEY',
  ];
  const given = right.filter((name) => env[name]?.trim());
  const nearly = findMisspelled(env).filter(
    ({ name }) =>
      vendorOf(letters(name)) !== undefined && /KEY|TOKEN|SECRET|PASS|LOGIN|USER/.test(letters(name)),
  );
  return [...given, ...nearly.map(({ name }) => name)];
}

function isOurs(name: string): boolean {
  return Object.hasOwn(VARIABLES.shape, name);
}

function isFromPlatform(name: string): boolean {
  return /^npm_/i.test(name) || /_(SERVICE_HOST|SERVICE_PORT\w*|PORT_\d+_(TCP|UDP)\w*)$/.test(name);
}

function nearestOf(name: string): keyof Variables | null {
  const text = letters(name);
  if (text.length < LEAST_LETTERS) return null;
  const vendor = vendorOf(text);
  const candidates = vendor === undefined ? OURS : OURS.filter((each) => letters(each).startsWith(vendor));
  const [best] = candidates
    .map((candidate) => ({
      candidate,
      cost: distance(text, letters(candidate)) - sharedEnd(name, candidate),
    }))
    .sort((a, b) => a.cost - b.cost);
  if (best === undefined) return null;
  const nearest = letters(best.candidate);
  // Typos in the first letter are rare, but other names with the same ending are not (IS_SANDBOX).
  const isTypo = text[0] === nearest[0] && distance(text, nearest) <= MOST_TYPOS;
  const isNear = vendor !== undefined || isTypo;
  return isNear ? best.candidate : beginningAlike(name);
}

/** One of ours with the same first two words. */
function beginningAlike(name: string): keyof Variables | null {
  const two = name.toUpperCase().split('_').slice(0, 2);
  if (two.length < 2) return null;
  return OURS.find((each) => each.split('_').slice(0, 2).join('_') === two.join('_')) ?? null;
}

function vendorOf(text: string): string | undefined {
  return VENDORS.find((vendor) => text.startsWith(vendor));
}

/** `HELPCRUNCH_KEY` means the key: a shared last word offsets as many typos as it has letters. */
function sharedEnd(name: string, candidate: string): number {
  const last = name.toUpperCase().split('_').at(-1) ?? '';
  return candidate.split('_').includes(last) ? 3 * last.length : 0;
}

function letters(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9]/g, '');
}

/** The Levenshtein distance, with two swapped neighbours counted as one. */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const at = (y: number, x: number) => rows[y]?.[x] ?? 0;
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        at(i - 1, j) + 1,
        (row[j - 1] ?? 0) + 1,
        at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1),
        isSwap ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? 0;
}
