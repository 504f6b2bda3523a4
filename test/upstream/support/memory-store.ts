import type { SharedStore } from '../../../src/upstream/redis/shared-store.ts';

/** A store in memory, available, which runs no scripts: entries by key. */
export function makeMemoryStore(): { readonly store: SharedStore; readonly textByKey: Map<string, string> } {
  const textByKey = new Map<string, string>();
  const store: SharedStore = {
    isUp: true,
    patienceMs: 0,
    onBeat: () => () => {},
    get: async (key) => textByKey.get(key) ?? null,
    set: async (key, text) => void textByKey.set(key, text),
    run: async () => null,
    close: async () => {},
  };
  return { store, textByKey };
}
