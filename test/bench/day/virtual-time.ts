/** Something that is to happen at a moment. */
interface Timer {
  readonly at: number;
  readonly number: number;
  readonly callback: () => void;
  isCancelled: boolean;
}

/** What `setTimeout` gives back here: enough for those who `unref`, `refresh` or clear it. */
interface TimerHandle {
  ref(): TimerHandle;
  unref(): TimerHandle;
  hasRef(): boolean;
  refresh(): TimerHandle;
  close(): TimerHandle;
  [Symbol.toPrimitive](): number;
}

const realSetImmediate = setImmediate;
const realSetTimeout = setTimeout;

/** So many turns of the event loop let everything happen that waits for promises alone, however it schedules them. */
const TURNS = 4;

/** How time passes in a simulated day. */
export interface DayTime {
  /** Milliseconds since the epoch. */
  now(): number;
  setTimer(ms: number, callback: () => void): () => void;
  sleep(ms: number): Promise<void>;
  /** Lets time pass until then. */
  runUntil(end: number): Promise<void>;
  /** Lets time pass until it holds, or until `end`. */
  runUntilTrue(holds: () => boolean, end: number): Promise<void>;
  /**
   * Work outside the process, which takes no time: it begins once nothing else happens at this moment, one after the
   * other.
   */
  outside<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * Time that passes as fast as the processor allows: an hour takes a minute. Nothing in the process waits for a socket,
 * except as work outside, during which time stands still. So once all that waits for promises has happened, the next
 * moment that anybody waits for is now.
 */
export class VirtualTime implements DayTime {
  #now: number;
  #lastNumber = 0;
  readonly #heap: Timer[] = [];
  readonly #outside: (() => Promise<unknown>)[] = [];

  constructor(start: number) {
    this.#now = start;
  }

  now = (): number => this.#now;

  setTimer = (ms: number, callback: () => void): (() => void) => {
    const timer = {
      at: this.#now + Math.max(0, ms),
      number: ++this.#lastNumber,
      callback,
      isCancelled: false,
    };
    this.#push(timer);
    return () => {
      timer.isCancelled = true;
    };
  };

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => void this.setTimer(ms, resolve));
  }

  outside<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#outside.push(() => work().then(resolve, reject));
    });
  }

  /** Lets time pass until then, calling back in order. */
  async runUntil(end: number): Promise<void> {
    await this.#settled();
    for (let next = this.#heap[0]; next !== undefined && next.at <= end; next = this.#heap[0]) {
      this.#pop();
      if (next.isCancelled) continue;
      this.#now = Math.max(this.#now, next.at);
      next.callback();
      await this.#settled();
    }
    this.#now = end;
  }

  /**
   * Lets time pass until it holds, second by second, and leaves room for what waits for files: modules that are loaded
   * late.
   */
  async runUntilTrue(holds: () => boolean, end: number): Promise<void> {
    while (!holds() && this.#now < end) {
      await this.runUntil(this.#now + 1_000);
      await new Promise((resolve) => void realSetTimeout(resolve, 5));
    }
  }

  /**
   * Puts this time in the place of the machine's, for all code that is loaded afterwards. For a process of its own:
   * nothing puts it back.
   */
  install(): void {
    const now = this.now;
    const RealDate = Date;
    const VirtualDate = class extends RealDate {
      constructor(...given: [] | [number | string | Date]) {
        if (given.length === 0) super(now());
        else super(...(given as [number]));
      }
      static override now = now;
    };
    const start = now();
    Object.assign(globalThis, {
      Date: VirtualDate,
      setTimeout: (callback: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
        this.#handle(() => callback(...args), ms, false),
      setInterval: (callback: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
        this.#handle(() => callback(...args), ms, true),
      clearTimeout: clear,
      clearInterval: clear,
    });
    const sinceStart = () => now() - start;
    // The processor's work takes no time here, so the process is always idle.
    const eventLoopUtilization = () => ({ idle: sinceStart(), active: 0, utilization: 0 });
    Object.assign(performance, { now: sinceStart, eventLoopUtilization });
  }

  #handle(callback: () => void, ms: number, isRepeated: boolean): TimerHandle {
    let cancel: () => void = () => undefined;
    const arm = () => {
      cancel();
      cancel = this.setTimer(ms, () => {
        if (isRepeated) arm();
        callback();
      });
      return handle;
    };
    const self = () => handle;
    const handle: TimerHandle = {
      ref: self,
      unref: self,
      hasRef: () => false,
      refresh: arm,
      close() {
        cancel();
        return handle;
      },
      [Symbol.toPrimitive]: () => 0,
    };
    return arm();
  }

  async #settled(): Promise<void> {
    await settled();
    for (let work = this.#outside.shift(); work !== undefined; work = this.#outside.shift()) {
      await work();
      await settled();
    }
  }

  #push(timer: Timer): void {
    const heap = this.#heap;
    let at = heap.push(timer) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(timer, heap[parent] as Timer)) break;
      heap[at] = heap[parent] as Timer;
      at = parent;
    }
    heap[at] = timer;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop() as Timer;
    if (heap.length === 0) return;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= heap.length) break;
      const right = left + 1;
      const child = right < heap.length && isBefore(heap[right] as Timer, heap[left] as Timer) ? right : left;
      if (!isBefore(heap[child] as Timer, last)) break;
      heap[at] = heap[child] as Timer;
      at = child;
    }
    heap[at] = last;
  }
}

function isBefore(one: Timer, other: Timer): boolean {
  return one.at < other.at || (one.at === other.at && one.number < other.number);
}

function clear(handle: unknown): void {
  if (typeof handle === 'object' && handle !== null && 'close' in handle) (handle as TimerHandle).close();
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await new Promise<void>((resolve) => realSetImmediate(resolve));
}
