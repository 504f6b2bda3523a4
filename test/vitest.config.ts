import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const require = createRequire(import.meta.url);

/**
 * Files that need a process of their own: a third vendor is plugged into the one schema of a process, the heap of a
 * process is measured, or a real Redis answers in real time. All others share their worker's modules, because loading
 * them again for each file takes longer than the tests; so a test leaves no state behind in a module.
 */
const ISOLATED = [
  'test/vendors/acme/**/*.test.ts',
  'test/server/document/memory.test.ts',
  'test/server/fuzz.test.ts',
  'test/product/resident-memory.test.ts',
  'test/start/**/*.test.ts',
  'test/upstream/redis/**/*.test.ts',
  'test/vendors/carecloud/login/shared-login.test.ts',
  'test/vendors/shared/traits/kept-traits.test.ts',
  'test/product/{shared-login,kept-traits}.test.ts',
  'test/product/chats/replicas.test.ts',
];

function project(
  name: string,
  { include, exclude, isolate }: { include: string[]; exclude: string[]; isolate: boolean },
) {
  return {
    extends: true as const,
    test: {
      name,
      include,
      exclude: ['**/node_modules/**', ...exclude],
      isolate,
      setupFiles: ['test/support/seed.ts'],
      testTimeout: 30_000,
      hookTimeout: 60_000,
    },
  };
}

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  // One copy of graphql; otherwise its instanceof checks fail between the ESM and the CommonJS build.
  resolve: { alias: [{ find: /^graphql$/, replacement: require.resolve('graphql') }] },
  test: {
    // All cores: most of a run is computing.
    maxWorkers: '100%',
    coverage: { provider: 'v8', include: ['src/**'] },
    projects: [
      project('tests', { include: ['test/**/*.test.ts'], exclude: ISOLATED, isolate: false }),
      project('isolated', { include: ISOLATED, exclude: [], isolate: true }),
    ],
  },
});
