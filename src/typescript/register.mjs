// node --import ./src/typescript/register.mjs: runs TypeScript files, and caches the JavaScript for the next start.
import module from 'node:module';
import { CACHE } from './cache-folder.mjs';
import { loadSync } from './strip-types.mjs';

// Node 22.1 and newer cache compiled code, too; Node 20 cannot.
module.enableCompileCache?.(`${CACHE}/compiled`);
// Node 22.15 and newer load modules without a second thread.
if (module.registerHooks) module.registerHooks({ load: loadSync });
else module.register('./strip-types.mjs', import.meta.url);
