import { toTimedScript } from '../redis/store-script.ts';

/*
 * The shared ledger in Redis, timed by Redis's own clock, which all replicas share. Each script is atomic. KEYS[1]: the
 * requests within the window, a sorted set of `replica:number` by time (ms). KEYS[2]: the end of the vendor's cool-down
 * (ms). KEYS[3]: when each replica last reported, a sorted set. ARGV[1]: window (ms). ARGV[2]: the calling replica.
 */

/** The latest requests are looked at, up to so many times the limit: no replicas report more than that. */
const MOST_LOOKED_AT = 4;

/**
 * ARGV[3]: limit (-1: none). ARGV[4]: expected replicas. ARGV[5]: silence (ms) after which a replica counts as absent.
 * An absent replica may still send requests by itself that are not visible here, so its share is held back: `open` is
 * what is left for the others.
 */
const COUNTED = `
local window, limit, expected = tonumber(ARGV[1]), tonumber(ARGV[3]), tonumber(ARGV[4])
redis.call('ZADD', KEYS[3], now, ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', now - tonumber(ARGV[5]))
redis.call('ZREMRANGEBYSCORE', KEYS[3], now + 5000, '+inf')
redis.call('PEXPIRE', KEYS[3], window)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
redis.call('ZREMRANGEBYSCORE', KEYS[1], now + 5000, '+inf')
local count = redis.call('ZCARD', KEYS[1])
local first = math.max(0, count - ${MOST_LOOKED_AT} * math.max(0, limit))
local cooling = math.max(0, math.min(86400000, (tonumber(redis.call('GET', KEYS[2]) or '0') or 0) - now))
local heard = redis.call('ZCARD', KEYS[3])
local open = limit
local absent = expected - heard
if limit >= 0 and absent > 0 then
  local share = math.floor(limit / expected)
  local sent = {}
  for _, member in ipairs(redis.call('ZRANGE', KEYS[1], first, -1)) do
    local replica = string.match(member, '^[^:]*')
    sent[replica] = (sent[replica] or 0) + 1
  end
  local held = share * absent
  for replica, times in pairs(sent) do
    if not redis.call('ZSCORE', KEYS[3], replica) then held = held - math.min(share, times) end
  end
  open = limit - math.max(0, held)
end`;

/** The ages (ms) of other replicas' requests, and the number of our own. */
const OTHERS = `
local function others()
  local ages = {}
  local mine = 0
  local own = ARGV[2] .. ':'
  local all = redis.call('ZRANGE', KEYS[1], first, -1, 'WITHSCORES')
  for i = 1, #all, 2 do
    if string.sub(all[i], 1, #own) == own then
      mine = mine + 1
    else
      ages[#ages + 1] = math.max(0, math.floor(now - all[i + 1]))
    end
  end
  return ages, mine
end`;

/**
 * Takes permits. ARGV[6]: wanted. ARGV[7]: reserved. ARGV[8]: number of our last request. ARGV[9]: 1 to return other
 * replicas' requests. Returns: granted, wait (ms), ages of others, our requests counted before (-1: not counted),
 * replicas.
 */
export const TAKE = toTimedScript(`
${COUNTED}
${OTHERS}
local wanted = tonumber(ARGV[6])
if limit < 0 then return { cooling > 0 and 0 or wanted, cooling, {}, -1, heard } end
local ages, mine = {}, -1
if ARGV[9] == '1' then ages, mine = others() end
open = open - tonumber(ARGV[7])
local granted, wait = 0, cooling
if cooling == 0 then
  granted = math.max(0, math.min(wanted, open - count))
  for i = 1, granted do
    redis.call('ZADD', KEYS[1], now, ARGV[2] .. ':' .. math.floor(ARGV[8] + i))
  end
  if granted > 0 then
    redis.call('PEXPIRE', KEYS[1], window)
  else
    local blocker = redis.call('ZRANGE', KEYS[1], count - open, count - open, 'WITHSCORES')
    wait = math.max(1, (tonumber(blocker[2]) or now) + window - now)
  end
end
return { granted, wait, ages, mine, heard }`);

/** Returns: free permits, cool-down (ms), ages of others, our requests, replicas. */
export const LOOK = toTimedScript(`
${COUNTED}
${OTHERS}
local ages, mine = others()
return { math.max(0, open - count), cooling, ages, mine, heard }`);

/**
 * Reports what a replica sent while isolated: ARGV[6] … are member and age (ms) of each. From here on it shares again.
 */
export const REPORT = toTimedScript(`
for i = 6, #ARGV, 2 do redis.call('ZADD', KEYS[1], now - tonumber(ARGV[i + 1]), ARGV[i]) end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
redis.call('ZADD', KEYS[3], now, ARGV[2])
return 0`);

/** The request has certainly arrived by now. ARGV[3]: member. */
export const ARRIVED = toTimedScript(`
if redis.call('ZADD', KEYS[1], 'XX', 'CH', now, ARGV[3]) == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return 0`);

/** The permit was not used. ARGV[3]: member. */
export const RELEASE = toTimedScript("return redis.call('ZREM', KEYS[1], ARGV[3])");

/** The vendor requires a pause. ARGV[3]: its length (ms). */
export const COOL = toTimedScript(`
local till = now + tonumber(ARGV[3])
if till > (tonumber(redis.call('GET', KEYS[2]) or '0') or 0) then
  redis.call('SET', KEYS[2], string.format('%.0f', till), 'PX', ARGV[3])
end
return 0`);
