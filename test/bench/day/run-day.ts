import { VirtualTime } from './virtual-time.ts';

/**
 * Simulated days, one after the other, in a process of their own: `run-day.ts
 * '[{"contestant":"gateway","agents":8,…}]'` prints what came of each as JSON. Time is virtual from the first line on,
 * so whoever reads the clock is imported after that.
 */
const START = Date.UTC(2026, 0, 5, 8);
const print = process.stdout.write.bind(process.stdout);
const days = JSON.parse(process.argv[2] ?? '[]');
const time = new VirtualTime(START);
time.install();
const { simulateDay } = await import('./simulate-day.ts');
const reports: object[] = [];
for (const options of days) reports.push(await simulateDay(options, time));
print(`${JSON.stringify(reports)}\n`, () => process.exit(0));
