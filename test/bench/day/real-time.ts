import { systemClock } from '../../../src/upstream/clock.ts';
import type { DayTime } from './virtual-time.ts';

/** The machine's time, for what virtual time cannot wait for: replicas that share their budget through Redis. */
export class RealTime implements DayTime {
  readonly isReal = true;

  now = (): number => systemClock.now();

  setTimer = (ms: number, callback: () => void): (() => void) => systemClock.setTimer(ms, callback);

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => void setTimeout(resolve, Math.max(0, ms)));
  }

  runUntil(end: number): Promise<void> {
    return this.sleep(end - this.now());
  }

  async runUntilTrue(holds: () => boolean, end: number): Promise<void> {
    while (!holds() && this.now() < end) await this.sleep(100);
  }
}
