/**
 * What replicas share: Redis, with only the operations needed here. Every command fails at once while it is
 * unavailable.
 */
export interface SharedStore {
  /** Whether commands make sense now. */
  readonly isUp: boolean;
  /** A replica that shares reports within this time. After that it counts as absent, here and for the others. */
  readonly patienceMs: number;
  /** Runs a script atomically for all replicas. */
  run(script: StoreScript, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown>;
  get(key: string): Promise<string | null>;
  set(key: string, value: string, keepMs: number): Promise<void>;
  /**
   * Called regularly while the store responds, and first when it becomes available (`isReturn`). Until those calls have
   * succeeded, the store does not count as up. The returned function stops the calls.
   */
  onBeat(beat: (isReturn: boolean) => Promise<void>): () => void;
  close(): Promise<void>;
}

/** A Lua script, and the SHA-1 by which Redis knows it. */
export interface StoreScript {
  readonly lua: string;
  readonly sha: string;
}
