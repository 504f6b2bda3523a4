/** What replicas share: a Redis, seen as far as this room needs it. Every command fails at once while it is away. */
export interface SharedStore {
  /** Whether commands make sense now. */
  readonly isUp: boolean;
  /** A replica that shares is heard of within so long; after that it counts as away, here and for the others. */
  readonly patienceMs: number;
  /** Runs a script that is atomic for all replicas. */
  run(script: StoreScript, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown>;
  get(key: string): Promise<string | null>;
  set(key: string, value: string, keepMs: number): Promise<void>;
  /**
   * Called regularly while the store answers, and first of all when it came (back): `isReturn`. Until those calls have
   * succeeded, the store is not up again. The returned function ends the calls.
   */
  onBeat(beat: (isReturn: boolean) => Promise<void>): () => void;
  close(): Promise<void>;
}

/** A Lua script, and its SHA-1 by which Redis knows it. */
export interface StoreScript {
  readonly lua: string;
  readonly sha: string;
}
