import { hash } from 'node:crypto';
import type { StoreScript } from './shared-store.ts';

/**
 * The shared ledger in Redis: a sorted set of the requests within the window (member: replica and number; score: when, in
 * milliseconds by Redis's own clock, which all replicas share), and beside it until when the vendor wants quiet.
 * KEYS[1]: the set. KEYS[2]: the quiet. Each script is atomic.
 */
function script(lua: string): StoreScript {
  const text = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
${lua.trim()}`;
  return { lua: text, sha: hash('sha1', text, 'hex') };
}

/** Answers with the ages (ms) of the requests of others. ARGV[1] window, ARGV[2] own replica. */
const OTHERS = `
local function others()
  local ages = {}
  local own = ARGV[2] .. ':'
  local all = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
  for i = 1, #all, 2 do
    if string.sub(all[i], 1, #own) ~= own then ages[#ages + 1] = math.floor(now - all[i + 1]) end
  end
  return ages
end`;

const COUNTED = `
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - tonumber(ARGV[1]))
local count = redis.call('ZCARD', KEYS[1])
local cooling = math.max(0, tonumber(redis.call('GET', KEYS[2]) or '0') - now)`;

/**
 * ARGV: window, replica, limit (-1: none), wanted, reserved, number of the last own request, 1 to be told of others.
 * Answers: granted, wait (ms), count, ages of others.
 */
export const TAKE = script(`
${OTHERS}
${COUNTED}
local window, limit, wanted = tonumber(ARGV[1]), tonumber(ARGV[3]), tonumber(ARGV[4])
if limit < 0 then return { cooling > 0 and 0 or wanted, cooling, 0, {} } end
local open = limit - tonumber(ARGV[5])
local granted, wait = 0, cooling
if cooling == 0 then
  granted = math.max(0, math.min(wanted, open - count))
  for i = 1, granted do
    redis.call('ZADD', KEYS[1], now, ARGV[2] .. ':' .. math.floor(ARGV[6] + i))
  end
  if granted > 0 then
    redis.call('PEXPIRE', KEYS[1], window)
  else
    local blocker = redis.call('ZRANGE', KEYS[1], count - open, count - open, 'WITHSCORES')
    wait = math.max(1, (tonumber(blocker[2]) or now) + window - now)
  end
end
return { granted, wait, count + granted, ARGV[7] == '1' and others() or {} }`);

/** ARGV: window, replica. Answers: count, cooling (ms), ages of others. */
export const LOOK = script(`
${OTHERS}
${COUNTED}
return { count, cooling, others() }`);

/** The request surely arrived by now. ARGV: window, member. */
export const ARRIVED = script(`
if redis.call('ZADD', KEYS[1], 'XX', 'CH', now, ARGV[2]) == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return 0`);

/** The place was not used. ARGV: window, member. */
export const RELEASE = script("return redis.call('ZREM', KEYS[1], ARGV[2])");

/** What a replica sent while it was on its own. ARGV: window, then member and age (ms) of each. */
export const REPORT = script(`
for i = 2, #ARGV, 2 do redis.call('ZADD', KEYS[1], now - tonumber(ARGV[i + 1]), ARGV[i]) end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 0`);

/** The vendor wants quiet. ARGV: for how long (ms). */
export const COOL = script(`
local until_ = now + tonumber(ARGV[1])
if until_ > tonumber(redis.call('GET', KEYS[2]) or '0') then
  redis.call('SET', KEYS[2], string.format('%.0f', until_), 'PX', ARGV[1])
end
return 0`);
