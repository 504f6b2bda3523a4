import { print } from './start/print.ts';

// The process entry. It reports the start before loading anything large: on a busy machine loading takes seconds.
const asked = process.argv.slice(2);
if (asked.length === 0) {
  const line = JSON.stringify({ level: 'info', time: new Date().toISOString(), event: 'starting' });
  print(process.stdout.isTTY ? 'Starting …\n' : `${line}\n`);
}
const { run } = await import('./start/run.ts');
await run(asked);
