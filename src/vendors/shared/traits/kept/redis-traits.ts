import { randomUUID } from 'node:crypto';
import type { SharedStore } from '../../../../upstream/redis/shared-store.ts';
import { toStoreScript } from '../../../../upstream/redis/store-script.ts';
import { DAY_MS, KEPT_MS, MOST_TRAITS, type TraitStore, TURN_MS, toLearnedTrait } from './trait-store.ts';

/**
 * Ages are told instead of times, so that replicas' clocks may differ. Whatever else stands at a key is overwritten.
 */
const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)`;

/**
 * KEYS[1]: a hash, the value and when it was learned by name. ARGV[1]: most fields. Answers: name, value, age (ms) …
 */
const LOAD = toStoreScript(`${NOW}
local size = redis.pcall('HLEN', KEYS[1])
if type(size) ~= 'number' or size > tonumber(ARGV[1]) then return {} end
local all, found = redis.call('HGETALL', KEYS[1]), {}
for i = 1, #all, 2 do
  local value, at = string.match(all[i + 1], '^(%S+) (%d+)$')
  if value and #all[i] < 100 and #value < 100 then
    found[#found + 1] = all[i]
    found[#found + 1] = value
    found[#found + 1] = math.max(0, now - tonumber(at))
  end
end
return found`);

/** ARGV[1]: most fields. ARGV[2]: how long they are kept (ms). Then name, value, age (ms) … */
const SAVE = toStoreScript(`${NOW}
local size = redis.pcall('HLEN', KEYS[1])
if type(size) ~= 'number' or size > tonumber(ARGV[1]) then redis.call('DEL', KEYS[1]) end
for i = 3, #ARGV, 3 do
  local at = now - tonumber(ARGV[i + 2])
  local known = tonumber(string.match(redis.call('HGET', KEYS[1], ARGV[i]) or '', ' (%d+)$') or '0')
  if at >= known or known > now + 60000 then
    redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1] .. ' ' .. string.format('%.0f', at))
  end
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 0`);

/** KEYS[1]: who learns, or 'done'. ARGV[1]: who asks. ARGV[2]: how long a turn lasts (ms). ARGV[3]: a day (ms). */
const CLAIM = toStoreScript(`
local who = redis.pcall('GETRANGE', KEYS[1], 0, 99)
local left = redis.call('PTTL', KEYS[1])
if who == 'done' and left > 0 and left <= tonumber(ARGV[3]) then return 'DONE' end
if left > 0 and left <= tonumber(ARGV[2]) then return 'OTHERS' end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 'MINE'`);

/** ARGV[1]: who was to learn. ARGV[2]: for how long it is done (ms); 0: it failed. */
const DONE = toStoreScript(`
if redis.pcall('GET', KEYS[1]) ~= ARGV[1] then return 0 end
if ARGV[2] == '0' then redis.call('DEL', KEYS[1]) else redis.call('SET', KEYS[1], 'done', 'PX', ARGV[2]) end
return 1`);

/** Traits that replicas share. @param scope A hash that tells apart sources, addresses and credentials. */
export function createRedisTraits(store: SharedStore, scope: string, now: () => number): TraitStore {
  const name = `customer-gateway:traits:{${scope}}`;
  const traitKey = [name];
  const turnKey = [`${name}:turn`];
  const replica = randomUUID();
  return {
    async load() {
      const found = await store.run(LOAD, traitKey, [MOST_TRAITS]);
      const parts: readonly unknown[] = Array.isArray(found) ? found : [];
      return Array.from({ length: Math.floor(parts.length / 3) }, (_, index) => {
        const [trait, value, age] = parts.slice(index * 3, index * 3 + 3);
        return typeof age === 'number' && age < KEPT_MS ? toLearnedTrait(trait, value, now() - age) : null;
      }).filter((trait) => trait !== null);
    },
    async save(traits) {
      const told = traits.flatMap(({ name: trait, value, learnedAt }) => [
        trait,
        value,
        Math.max(0, Math.round(now() - learnedAt)),
      ]);
      await store.run(SAVE, traitKey, [MOST_TRAITS, KEPT_MS, ...told]);
    },
    async claim() {
      const turn = await store.run(CLAIM, turnKey, [replica, TURN_MS, DAY_MS]);
      return turn === 'OTHERS' || turn === 'DONE' ? turn : 'MINE';
    },
    async done(isLearned) {
      await store.run(DONE, turnKey, [replica, isLearned ? DAY_MS : 0]);
    },
  };
}
