import type { DayTime } from './virtual-time.ts';

const POLL_MS = 100;

/** The machine's own time, for a day with real processes and sockets: an hour takes an hour. */
export const realTime: DayTime = {
  now: () => Date.now(),
  setTimer(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
  sleep,
  runUntil: (end) => sleep(end - Date.now()),
  async runUntilTrue(holds, end) {
    while (!holds() && Date.now() < end) await sleep(POLL_MS);
  },
  outside: (work) => work(),
};

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, Math.max(0, ms)));
}
