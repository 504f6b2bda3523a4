import { hash } from 'node:crypto';
import type { StoreScript } from './shared-store.ts';

/** A script in the form that stores run. */
export function toStoreScript(lua: string): StoreScript {
  const text = lua.trim();
  return { lua: text, sha: hash('sha1', text, 'hex') };
}
