import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';

export interface ServedDesk extends AsyncDisposable {
  /** `http://127.0.0.1:41234/` */
  readonly url: string;
}

/** The page on a free port, in front of this gateway: built once, with all of React's warnings. */
export async function serveDesk(gatewayUrl: string): Promise<ServedDesk> {
  const outDir = await mkdtemp(join(tmpdir(), 'desk-'));
  const common = {
    configFile: fileURLToPath(new URL('../vite.config.ts', import.meta.url)),
    logLevel: 'silent',
    mode: 'development',
  } as const;
  await build({ ...common, build: { outDir, minify: false } });
  const { httpServer, close } = await preview({
    ...common,
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0, proxy: { '/graphql': new URL(gatewayUrl).origin } },
  });
  const address = httpServer.address();
  if (typeof address !== 'object' || address === null) throw new Error('Expected Vite to listen on a port.');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    async [Symbol.asyncDispose]() {
      await close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
