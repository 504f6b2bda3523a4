import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Imported into a measured process: SIGUSR2 collects all garbage, so that what remains is what it retains. */
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
process.on('SIGUSR2', () => collect());
