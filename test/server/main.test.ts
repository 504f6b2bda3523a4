import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

interface Run {
  readonly child: ChildProcess;
  readonly output: () => { readonly stdout: string; readonly stderr: string };
  /** Resolves with the GraphQL address once the banner is out. */
  readonly url: Promise<string>;
  readonly exit: Promise<number | null>;
}

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

/** The process as `npm start` starts it, with these settings and no others. */
function start(env: Record<string, string>, nodeOptions: readonly string[] = []): Run {
  const child = spawn(
    process.execPath,
    ['--import', 'ts-blank-space/register', ...nodeOptions, 'src/main.ts'],
    {
      cwd: ROOT,
      env: { PATH: process.env.PATH, ...env },
    },
  );
  running.push(child);
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const exit = new Promise<number | null>((resolve) => child.on('close', resolve));
  const url = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
      const found = /GraphQL +(\S+\/graphql)/.exec(stdout)?.[1];
      if (found) resolve(found);
    });
    child.on('close', () => reject(new Error(`no banner: ${stderr}`)));
  });
  url.catch(() => undefined);
  return { child, output: () => ({ stdout, stderr }), url, exit };
}

describe('the process', { timeout: 60_000 }, () => {
  it('without settings serves simulated people, says so loudly, and stops cleanly on Ctrl-C', async () => {
    const run = start({ PORT: '0' });
    const url = await run.url;
    const { stdout } = run.output();
    expect(stdout).toContain('SIMULATED DATA');
    expect(stdout).toContain(`GraphiQL     ${url}`);
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ customers(first: 2) { nodes { name } } }' }),
    });
    const { data } = await response.json();
    expect(data.customers.nodes).toHaveLength(2);
    run.child.kill('SIGINT');
    expect(await run.exit).toBe(0);
    expect(run.output().stderr).toBe('');
  });

  it('stops cleanly on SIGTERM', async () => {
    const run = start({ PORT: '0', HELPCRUNCH_API_KEY: 'x', HELPCRUNCH_BASE_URL: 'http://127.0.0.1:9/v1' });
    await run.url;
    expect(run.output().stdout).not.toContain('SIMULATED');
    run.child.kill('SIGTERM');
    expect(await run.exit).toBe(0);
  });

  it('ends after a failure that nothing caught, with its cause in the log', async () => {
    const onSignal = 'process.on("SIGUSR2", () => { throw new TypeError("secret of Anna") })';
    const run = start({ PORT: '0', HELPCRUNCH_API_KEY: 'x' }, [
      '--import',
      `data:text/javascript,${onSignal}`,
    ]);
    await run.url;
    run.child.kill('SIGUSR2');
    expect(await run.exit).toBe(1);
    const { stdout, stderr } = run.output();
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({
      level: 'error',
      event: 'uncaught failure: the process ends',
      error: { name: 'TypeError' },
    });
    expect(stdout + stderr).not.toContain('Anna');
  });

  it('with wrong settings lists all problems and exits 1, without a stack', async () => {
    const run = start({ PORT: 'x', HELPCRUNCH_BASE_URL: 'nowhere', HOST: '0.0.0.0' });
    expect(await run.exit).toBe(1);
    const { stdout, stderr } = run.output();
    expect(stdout).toBe('');
    expect(stderr.split('\n').map((line) => line.split(':')[0])).toEqual([
      'The settings need attention',
      '  PORT',
      '  HELPCRUNCH_BASE_URL',
      '  HELPCRUNCH_API_KEY',
      '  HOST',
      '',
    ]);
  });

  it('says what to do when the port is taken', async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) =>
      other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port)),
    );
    const run = start({ PORT: String(port), HELPCRUNCH_API_KEY: 'x' });
    expect(await run.exit).toBe(1);
    expect(run.output().stderr).toBe('The port is taken. Set PORT (or ADMIN_PORT) to another one.\n');
    other.close();
  });

  it('with a manifest that is not there exits 1 and names the setting', async () => {
    const run = start({ PORT: '0', HELPCRUNCH_API_KEY: 'x', TRUSTED_DOCUMENTS: '/nowhere.json' });
    expect(await run.exit).toBe(1);
    expect(run.output().stderr).toBe(
      'The settings need attention:\n  TRUSTED_DOCUMENTS: expected a readable file, got none\n',
    );
  });
});

// Types are only blanked out: syntax that this Node does not have is not made any older.
it.each(['test/soak/soak.ts', 'test/bench/run.ts'])('%s starts, too', { timeout: 60_000 }, async (file) => {
  const args = ['--import', 'ts-blank-space/register', file, '--help'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT });
  expect(stdout).toContain('Usage: npm run');
});
