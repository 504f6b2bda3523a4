import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { printHelp } from '../../src/settings/print-settings.ts';
import { readVersion } from '../../src/settings/version.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

interface Run {
  readonly child: ChildProcess;
  readonly output: () => { readonly stdout: string; readonly stderr: string };
  /** Resolves with the GraphQL URL once the process reports that it started. */
  readonly url: Promise<string>;
  readonly exit: Promise<number | null>;
}

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

/** Runs the process like `npm start`, with only these settings. */
function start(
  env: Record<string, string>,
  nodeOptions: readonly string[] = [],
  args: readonly string[] = [],
): Run {
  const child = spawn(
    process.execPath,
    ['--import', './src/typescript/register.mjs', ...nodeOptions, 'src/main.ts', ...args],
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
      const found = /"event":"started".*?"address":"([^"]+)"/.exec(stdout)?.[1];
      if (found) resolve(found);
    });
    child.on('close', () => reject(new Error(`not started: ${stderr}`)));
  });
  url.catch(() => undefined);
  return { child, output: () => ({ stdout, stderr }), url, exit };
}

const linesOf = (text: string): Record<string, unknown>[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

/** The log's lines as soon as they satisfy `isEnough`. */
function eventually(
  run: Run,
  isEnough: (lines: Record<string, unknown>[]) => boolean,
): Promise<Record<string, unknown>[]> {
  return new Promise((resolve) => {
    const look = () => {
      const { stdout } = run.output();
      const lines = linesOf(stdout.slice(0, stdout.lastIndexOf('\n')));
      if (isEnough(lines)) resolve(lines);
    };
    run.child.stdout?.on('data', look);
    look();
  });
}

/** A port that was just free. */
async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** Resolves once the URL responds. */
async function answering(url: string): Promise<void> {
  for (;;) {
    const isUp = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return;
    await new Promise(setImmediate);
  }
}

describe('the process', { timeout: 60_000 }, () => {
  it('without settings serves simulated people, reports it clearly, and stops cleanly on Ctrl-C', async () => {
    const run = start({ PORT: '0' });
    const url = await run.url;
    const { stdout } = run.output();
    expect(linesOf(stdout)).toMatchObject([
      { event: 'starting' },
      {
        event: 'started',
        version: readVersion(),
        address: url,
        auth: 'NONE',
        sandbox: true,
        sources: [
          { source: 'CARECLOUD', auth: 'TOKEN', zone: 'Europe/Prague' },
          { source: 'HELPCRUNCH', auth: 'API_KEY' },
        ],
      },
    ]);
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
    expect(linesOf(run.output().stdout)[1]).toMatchObject({ sandbox: false });
    run.child.kill('SIGTERM');
    expect(await run.exit).toBe(0);
  });

  // npm forwards a signal to its child, but a shell in between would not.
  it('started by npm, stops if npm is told to', async () => {
    const env = { PATH: process.env.PATH, HOME: process.env.HOME, PORT: '0', SANDBOX: '1' };
    const npm = spawn('npm', ['start'], { cwd: ROOT, env, detached: true });
    const gone = once(npm, 'exit');
    try {
      let stdout = '';
      npm.stdout.on('data', (chunk) => {
        stdout += chunk;
      });
      let url: string | undefined;
      while (url === undefined) {
        await once(npm.stdout, 'data');
        url = /"event":"started".*?"address":"([^"]+)"/.exec(stdout)?.[1];
      }
      npm.kill('SIGTERM');
      await Promise.all([gone, once(npm.stdout, 'close')]);
      expect(stdout).toContain('"event":"stopping"');
      await expect(fetch(url)).rejects.toThrow();
    } finally {
      if (npm.pid !== undefined) {
        try {
          process.kill(-npm.pid, 'SIGKILL');
        } catch {
          // Nothing of it remains.
        }
      }
    }
  });

  it('continues to respond if the disk is full, counts the lines lost, and stops on SIGTERM', async () => {
    const port = await freePort();
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, ['--import', './src/typescript/register.mjs', 'src/main.ts'], {
      cwd: ROOT,
      env: { PATH: process.env.PATH, PORT: String(port), SANDBOX: '1' },
      stdio: ['ignore', full, 'pipe'],
    });
    running.push(child);
    const exit = once(child, 'exit');
    await answering(`http://127.0.0.1:${port}/health`);
    for (let run = 0; run < 3; run++) {
      const response = await fetch(`http://127.0.0.1:${port}/graphql?query={customers(first:1){nodes{id}}}`);
      expect((await response.json()).data.customers.nodes).toHaveLength(1);
    }
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    expect(Number(/^gateway_log_lines_lost_total (\d+)$/m.exec(metrics)?.[1])).toBeGreaterThanOrEqual(3);
    child.kill('SIGTERM');
    expect((await exit)[0]).toBe(0);
  });

  it('continues to respond and stops while nothing reads its log', async () => {
    const port = await freePort();
    const child = spawn(process.execPath, ['--import', './src/typescript/register.mjs', 'src/main.ts'], {
      cwd: ROOT,
      env: { PATH: process.env.PATH, PORT: String(port), SANDBOX: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.push(child);
    const exit = once(child, 'exit');
    await answering(`http://127.0.0.1:${port}/health`);
    for (let run = 0; run < 1_000; run++) {
      const response = await fetch(`http://127.0.0.1:${port}/graphql?query={__typename}`);
      expect(response.status).toBe(200);
      await response.arrayBuffer();
    }
    child.kill('SIGTERM');
    expect((await exit)[0]).toBe(0);
  });

  it('exits after an uncaught failure, with its cause in the log', async () => {
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
      event: 'uncaught failure: the process exits',
      error: { name: 'TypeError' },
    });
    expect(stdout + stderr).not.toContain('Anna');
  });

  it('with invalid settings lists all problems and exits 1, without a stack', async () => {
    const run = start({ PORT: 'x', HELPCRUNCH_BASE_URL: 'nowhere', HOST: '0.0.0.0' });
    expect(await run.exit).toBe(1);
    const { stdout, stderr } = run.output();
    expect(linesOf(stdout)).toMatchObject([{ event: 'starting' }]);
    expect(stderr.split('\n').map((line) => line.split(':')[0])).toEqual([
      'These settings are wrong',
      '  PORT',
      '  HELPCRUNCH_BASE_URL',
      '  HELPCRUNCH_API_KEY',
      '  HOST',
      '',
    ]);
  });

  it('lists the behaviours of simulated vendors if an unknown one is requested', async () => {
    const { exit, output } = start({ PORT: '0', SANDBOX_PERSONALITIES: 'totals-capped,moody' });
    expect(await exit).toBe(1);
    const { stderr } = output();
    expect(stderr).toMatch(/SANDBOX_PERSONALITIES: .*names-mind-case.*got "moody"/);
    expect(stderr).not.toContain('    at ');
  });

  it('explains what to do if the port is in use', async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) =>
      other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port)),
    );
    const run = start({ PORT: String(port), HELPCRUNCH_API_KEY: 'x' });
    expect(await run.exit).toBe(1);
    expect(run.output().stderr).toBe('The port is taken. Set PORT (or ADMIN_PORT) to another one.\n');
    other.close();
  });

  it('logs each source’s response to one request, and which setting to check', async () => {
    await using sandbox = await startSandbox({ people: 10 });
    const env = {
      PORT: '0',
      CARECLOUD_BASE_URL: sandbox.careCloud.baseUrl,
      CARECLOUD_TOKEN: 'a-wrong-token',
      HELPCRUNCH_BASE_URL: sandbox.helpCrunch.baseUrl,
      HELPCRUNCH_API_KEY: sandbox.helpCrunch.apiKey,
      HELPCRUNCH_KEY: 'a-misplaced-key',
    };
    const run = start(env);
    await run.url;
    const lines = await eventually(
      run,
      (all) => all.filter(({ event }) => event === 'source checked').length === 2,
    );
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        source: 'CARECLOUD',
        outcome: 'UPSTREAM_REJECTED',
        advice: 'refused the credentials (401): check CARECLOUD_TOKEN',
      }),
    );
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'info', source: 'HELPCRUNCH', outcome: 'OK', advice: 'answers' }),
    );
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'warn', setting: 'HELPCRUNCH_KEY', nearest: 'HELPCRUNCH_API_KEY' }),
    );
    expect(run.output().stdout).not.toMatch(/a-wrong-token|a-misplaced-key|sandbox-helpcrunch-key/);
    expect(sandbox.careCloud.requests).toHaveLength(1);
    expect(sandbox.helpCrunch.requests).toHaveLength(1);
  });

  it('sends no response before it has learned the vendors’ traits, not even the first', async () => {
    const run = start({ PORT: '0', SANDBOX_PERSONALITIES: 'totals-too-high', SANDBOX_PEOPLE: '900' });
    const filter = '{ careCloud: { customerSourceId: "8fdce3475560d56e95a6ab035" } }';
    const response = await fetch(await run.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: `{ customers(first: 1, filter: ${filter}) { totalCount { precision } } }`,
      }),
    });
    // The simulated vendors' total is one too high, which the first request cannot reveal.
    expect((await response.json()).data.customers).toEqual({ totalCount: { precision: 'AT_MOST' } });
  });

  it('simulates as many people as SANDBOX_PEOPLE, others for another SANDBOX_SEED, with Czech phones, and fails on request', async () => {
    const query = `{
      customers(first: 100) { nodes { name phone } totalCount { bySource { value } } }
      customer(by: { phone: "603 350 413" }) { id }
      searchCustomers(text: "novak") { sources { source status } }
    }`;
    const ask = async (env: Record<string, string>, headers: Record<string, string> = {}) => {
      const response = await fetch(await start({ PORT: '0', ...env }).url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query }),
      });
      return response.json();
    };
    const people = { SANDBOX_PEOPLE: '30' };
    const [first, other] = await Promise.all([
      ask({ ...people, SANDBOX_SEED: '7' }),
      ask({ ...people, SANDBOX_SEED: '8' }, { 'x-sandbox-fault': 'carecloud=503' }),
    ]);
    // And the four whom HelpCrunch's page shows.
    expect(first.data.customers.nodes).toHaveLength(34);
    // A national number is read: it is nobody's, and no error.
    expect(first).toMatchObject({ data: { customer: null } });
    expect(first.errors).toBeUndefined();
    expect(other.data.customers).not.toEqual(first.data.customers);
    expect(other.data.searchCustomers.sources[0]).toEqual({ source: 'CARECLOUD', status: 'UNAVAILABLE' });
  });

  it('sends no request with CHECK_ON_START=0', async () => {
    await using sandbox = await startSandbox({ people: 10 });
    const run = start({
      PORT: '0',
      CHECK_ON_START: '0',
      HELPCRUNCH_BASE_URL: sandbox.helpCrunch.baseUrl,
      HELPCRUNCH_API_KEY: sandbox.helpCrunch.apiKey,
    });
    await run.url;
    run.child.kill('SIGTERM');
    expect(await run.exit).toBe(0);
    expect(sandbox.helpCrunch.requests).toEqual([]);
  });

  it('warns in capitals of real credentials with simulated data', async () => {
    const run = start({ PORT: '0', SANDBOX: '1', CARECLOUD_TOKEN: 'a-real-token' });
    await run.url;
    const lines = await eventually(run, (all) => all.some(({ level }) => level === 'warn'));
    expect(lines).toContainEqual(
      expect.objectContaining({
        event: 'REAL CREDENTIALS ARE SET, BUT SIMULATED DATA IS SERVED',
        setting: 'CARECLOUD_TOKEN',
      }),
    );
    expect(run.output().stdout).not.toContain('a-real-token');
  });

  it('prints its settings and its version, and starts nothing', async () => {
    const help = start({}, [], ['--help']);
    expect(await help.exit).toBe(0);
    expect(help.output().stdout).toBe(printHelp(readVersion()));
    const version = start({}, [], ['--version']);
    expect(await version.exit).toBe(0);
    expect(version.output().stdout).toBe(`${readVersion()}\n`);
  });

  it('with an argument that does not exist exits 1 and says so, without a stack', async () => {
    const run = start({}, [], ['--port=4000']);
    expect(await run.exit).toBe(1);
    expect(run.output().stderr).toBe(
      'Expected no argument, --help or --version, got another. Settings are environment variables.\n',
    );
  });

  it('with a missing manifest exits 1 and names the setting', async () => {
    const run = start({ PORT: '0', HELPCRUNCH_API_KEY: 'x', TRUSTED_DOCUMENTS: '/nowhere.json' });
    expect(await run.exit).toBe(1);
    expect(run.output().stderr).toBe(
      'These settings are wrong:\n  TRUSTED_DOCUMENTS: expected a readable file, got none\n',
    );
  });
});

// Types are only stripped: newer syntax is not converted for this Node.
it.each(['test/soak/soak.ts', 'test/bench/run.ts'])('%s starts, too', { timeout: 60_000 }, async (file) => {
  const args = ['--import', 'ts-blank-space/register', file, '--help'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT });
  expect(stdout).toContain('Usage: npm run');
});
