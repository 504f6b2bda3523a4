// node --import ./src/typescript/register.mjs: runs TypeScript files, and keeps what was made of them for the next start.
import module, { register } from 'node:module';
import { CACHE } from './cache-folder.mjs';

// Node 22.1 and newer keep compiled code, too; Node 20 cannot.
module.enableCompileCache?.(`${CACHE}/compiled`);
register('./strip-types.mjs', import.meta.url);
