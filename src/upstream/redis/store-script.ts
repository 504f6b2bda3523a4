import { hash } from 'node:crypto';
import type { StoreScript } from './shared-store.ts';

/** A script in the form that stores run. */
export function toStoreScript(lua: string): StoreScript {
  const text = lua.trim();
  return { lua: text, sha: hash('sha1', text, 'hex') };
}

/** A script that finds Redis's own time, which all replicas share, in `now` (ms). */
export function toTimedScript(lua: string): StoreScript {
  return toStoreScript(`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
${lua.trim()}`);
}
