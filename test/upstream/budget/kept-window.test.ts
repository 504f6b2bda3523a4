import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UpstreamError } from '../../../src/errors/gateway-error.ts';
import { KeptWindow } from '../../../src/upstream/budget/kept-window.ts';
import { MemoryLedger } from '../../../src/upstream/budget/memory-ledger.ts';
import { createUpstreamClient } from '../../../src/upstream/upstream-client.ts';
import { startScriptedServer } from '../support/scripted-server.ts';
import { outcomeOf, read } from '../support/setting.ts';

const WINDOW_MS = 61_000;

let folder = '';
let now = 1_700_000_000_000;
let warned: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kept-window-'));
  now = 1_700_000_000_000;
  warned = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const logger = { warn: (event: string) => void warned.push(event) };
const keep = (scope = 'scope', where = folder) =>
  new KeptWindow({ folder: where, scope, windowMs: WINDOW_MS, now: () => now, logger });
/** A process that starts now. */
const start = (kept = keep(), limit = 10) =>
  new MemoryLedger({ limit, windowMs: WINDOW_MS, now: () => now, kept });
const remaining = (ledger: MemoryLedger) => ledger.state().remaining;

describe('the requests of the last minute', () => {
  test('count after a restart, until they are a minute old', () => {
    start().take(7, 0);
    now += 30_000;
    const second = start();
    expect(remaining(second)).toBe(3);
    second.take(3, 0);
    now += 30_999;
    expect(remaining(start())).toBe(0);
    now += 1;
    expect(remaining(start())).toBe(7);
    expect(warned).toEqual([]);
  });

  test('count after the file was closed and opened again, in each window', () => {
    const kept = keep();
    const first = start(kept);
    first.take(2, 0);
    first.close();
    first.close();
    first.take(1, 0);
    now += WINDOW_MS - 1;
    first.take(1, 0);
    expect(remaining(start())).toBe(6);
    expect(warned).toEqual([]);
  });

  test('count from their arrival, and not if they were not sent', () => {
    const [sent, unused] = start().take(2, 0).permits;
    now += 5_000;
    const same = start();
    expect(remaining(same)).toBe(8);
    if (sent === undefined || unused === undefined) throw new Error('Expected two permits.');
    same.markArrived(sent);
    same.release(unused);
    now += WINDOW_MS - 1;
    expect(remaining(start())).toBe(9);
  });

  test('are those of all processes that share the folder, and none is lost or corrupted', () => {
    const processes = [start(), start(), start()];
    for (let round = 0; round < 3; round++) for (const each of processes) each.take(1, 0);
    expect(remaining(start())).toBe(1);
  });

  test('are separate for each source', () => {
    start(keep('one')).take(7, 0);
    expect(remaining(start(keep('other')))).toBe(10);
  });

  test('leave no files behind except those of two windows, which contain only times', () => {
    for (let minute = 0; minute < 5; minute++) {
      start().take(1, 0);
      now += WINDOW_MS;
    }
    start().take(1, 0);
    expect(readdirSync(folder)).toHaveLength(2);
    for (const file of readdirSync(folder))
      expect(readFileSync(join(folder, file), 'utf8')).toMatch(/^(\+\d+\n)*$/);
  });

  test('are read despite other content in the files', () => {
    start().take(2, 0);
    const [file = ''] = readdirSync(folder);
    const garbage = ['+', '-5', 'x'.repeat(100_000), '+1e99', '+NaN', `+${now + 10 * WINDOW_MS}`, '\0\0', ''];
    writeFileSync(join(folder, file), garbage.join('\n'), { flag: 'a' });
    writeFileSync(join(folder, 'customer-gateway-budget-scope-x.log'), '+1');
    expect(remaining(start())).toBe(8);
  });

  test('are empty if the folder is not writable, which is logged once', () => {
    const ledger = start(keep('scope', '/proc/nowhere'));
    expect(remaining(ledger)).toBe(10);
    expect(ledger.take(12, 0).permits).toHaveLength(10);
    expect(warned).toEqual([expect.stringContaining('a restart begins with an empty window')]);
  });

  test('are not written through someone else’s link', () => {
    const target = join(folder, 'target');
    writeFileSync(target, '');
    symlinkSync(target, join(folder, `customer-gateway-budget-scope-${Math.floor(now / WINDOW_MS)}.log`));
    start().take(1, 0);
    expect(readFileSync(target, 'utf8')).toBe('');
    expect(warned).toHaveLength(1);
  });
});

test('a restarted client sends no more than the budget in total', async () => {
  await using vendor = await startScriptedServer();
  for (let run = 0; run < 3; run++) {
    const client = createUpstreamClient({
      source: 'VENDOR',
      baseUrl: vendor.baseUrl,
      authorize: { headers: () => ({}) },
      toError: () => new UpstreamError('UPSTREAM_REJECTED', 'VENDOR', 'no'),
      requestsPerMinute: 10,
      stateDir: folder,
    });
    const ask = (id: number) =>
      client.request(read(`${run}-${id}`), {
        signal: new AbortController().signal,
        deadlineAt: Date.now() + 2_000,
        bypassCache: false,
        client: 'anna',
        meter: { sent: () => {}, saved: () => {} },
      });
    await Promise.all(Array.from({ length: 4 }, (_, id) => outcomeOf(ask(id))));
    await client.close();
  }
  expect(vendor.requests).toHaveLength(10);
});
