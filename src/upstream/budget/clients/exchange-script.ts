import { toTimedScript } from '../../redis/store-script.ts';
import { LONGEST_TEXT } from './use-text.ts';

/** What was told longer ago is not heard any more. */
const HEARD_FOR_MS = 5_000;

/**
 * Tells the other replicas what clients did here, and hears what they told since. KEYS[1]: what was told, a sorted set
 * of `number:replica:text`, each at its place: the time (ms), or one more than the last. ARGV[1]: the calling replica.
 * ARGV[2]: the place up to which it has heard. ARGV[3]: the number of what it tells; a number is told once, however
 * often the command comes. ARGV[4]: what it tells; '' for nothing. Returns: the place up to which it has heard now, the
 * time, and of each entry the replica, its place, and the text. What is too much at once is heard next time. Nothing
 * here may keep the ledger from working, so what somebody else put under this key is removed.
 */
export const EXCHANGE = toTimedScript(`
local removed = redis.pcall('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ${HEARD_FOR_MS})
if type(removed) == 'table' and string.find(removed.err or '', 'WRONGTYPE') then redis.call('DEL', KEYS[1]) end
redis.call('ZREMRANGEBYSCORE', KEYS[1], now + ${HEARD_FOR_MS}, '+inf')
local newest = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
local last = math.ceil(tonumber(newest[2]) or 0)
local found = redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. ARGV[2], '+inf', 'WITHSCORES', 'LIMIT', 0, 100)
local reply = { math.min(tonumber(ARGV[2]), now + ${HEARD_FOR_MS}), now }
local size = 0
for i = 1, #found, 2 do
  local replica, text = string.match(found[i], '^%d+:([^:]*):(.*)$')
  if replica and replica ~= ARGV[1] and #text <= ${LONGEST_TEXT} then
    size = size + #text
    if size > ${LONGEST_TEXT} then break end
    reply[#reply + 1] = { replica, math.ceil(found[i + 1]), text }
  end
  reply[1] = math.ceil(found[i + 1])
end
if ARGV[4] ~= '' then
  local place = math.max(now, last + 1)
  redis.call('ZADD', KEYS[1], 'NX', string.format('%.0f', place), ARGV[3] .. ':' .. ARGV[1] .. ':' .. ARGV[4])
  redis.call('PEXPIRE', KEYS[1], ${2 * HEARD_FOR_MS})
end
return reply`);
