import { toStoreScript } from '../../../upstream/redis/store-script.ts';

/**
 * One login for all replicas, in Redis. KEYS[1]: the sealed token, which expires. KEYS[2]: the replica that is logging
 * in. Any other value of any type and size is ignored and overwritten.
 */

/**
 * The shared token, else the right to log in. ARGV[1]: the calling replica. ARGV[2]: how long the right lasts (ms).
 * ARGV[3]: a sealed token that is useless to the caller. ARGV[4]: the maximum length of a token in characters. ARGV[5]:
 * its maximum lifetime (ms). Returns: sealed token or '', its remaining lifetime (ms), 1 for the right or 0.
 */
export const CLAIM = toStoreScript(`
local size = redis.pcall('STRLEN', KEYS[1])
if type(size) == 'number' and size > 0 and size <= tonumber(ARGV[4]) then
  local left = redis.call('PTTL', KEYS[1])
  local sealed = redis.call('GET', KEYS[1])
  if left > 0 and left <= tonumber(ARGV[5]) and sealed ~= ARGV[3] then return { sealed, left, 0 } end
end
local left = redis.call('PTTL', KEYS[2])
if left >= 0 and left <= tonumber(ARGV[2]) then return { '', 0, 0 } end
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
return { '', 0, 1 }`);

/**
 * The login has ended. ARGV[1]: the replica that logged in. ARGV[2]: the sealed token; '' for none. ARGV[3]: its
 * lifetime (ms).
 */
export const PUBLISH = toStoreScript(`
if ARGV[2] ~= '' then redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
if redis.pcall('GET', KEYS[2]) == ARGV[1] then redis.call('DEL', KEYS[2]) end
return 0`);

export interface Claim {
  /** '' if there is no usable one. */
  readonly sealed: string;
  readonly leftMs: number;
  readonly isMine: boolean;
}

/** Validates the reply of CLAIM. Throws if it is invalid: anyone who can write to the store can write anything. */
export function toClaim(answer: unknown): Claim {
  const [sealed, leftMs, isMine] = Array.isArray(answer) ? answer : [];
  if (typeof sealed !== 'string' || !Number.isSafeInteger(leftMs) || (isMine !== 0 && isMine !== 1)) {
    throw new TypeError('The shared login answered something else than it does.');
  }
  return { sealed, leftMs, isMine: isMine === 1 };
}
