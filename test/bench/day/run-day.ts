import type { DayOptions } from './simulate-day.ts';
import { VirtualTime } from './virtual-time.ts';

/**
 * Simulated days, one after the other, in a process of their own: `run-day.ts
 * '[{"contestant":"gateway","agents":8,…}]'` prints what came of each as JSON. Time is virtual from the first line on,
 * so whoever reads the clock is imported after that. Time is real where the contestant is a process.
 */
const START = Date.UTC(2026, 0, 5, 8);
const print = process.stdout.write.bind(process.stdout);
const days: readonly DayOptions[] = JSON.parse(process.argv[2] ?? '[]');
const isReal = days.some(({ contestant }) => contestant === 'process');
const time = isReal ? (await import('./real-time.ts')).realTime : installedTime();
const { simulateDay } = await import('./simulate-day.ts');
const reports: object[] = [];
for (const options of days) reports.push(await simulateDay(options, time));
print(`${JSON.stringify(reports)}\n`, () => process.exit(0));

function installedTime(): VirtualTime {
  const virtual = new VirtualTime(START);
  virtual.install();
  return virtual;
}
