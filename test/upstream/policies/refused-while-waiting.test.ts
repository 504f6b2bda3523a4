import { expect, test } from 'vitest';
import { EXCHANGE } from '../../../src/upstream/budget/clients/exchange-script.ts';
import { fromUseText } from '../../../src/upstream/budget/clients/use-text.ts';
import { TAKE } from '../../../src/upstream/budget/ledger-scripts.ts';
import type { SharedStore } from '../../../src/upstream/redis/shared-store.ts';
import { ManualClock, settled } from '../support/manual-clock.ts';
import { createSetting, makeCall, outcomeOf, read } from '../support/setting.ts';

const LIMIT = 10;

/** A store that grants this many permits, and keeps what is told of clients. */
function makeStore(permits: number, clock: ManualClock) {
  const beats: ((isReturn: boolean) => Promise<void>)[] = [];
  const told: string[] = [];
  let granted = 0;
  const store: SharedStore = {
    isUp: true,
    patienceMs: 900,
    onBeat: (beat) => {
      beats.push(beat);
      return () => {};
    },
    get: async () => null,
    set: async () => {},
    async run(script, _keys, args) {
      if (script === EXCHANGE) {
        told.push(String(args.at(-1)));
        return [0, clock.now()];
      }
      if (script !== TAKE) return [0, 0, [], LIMIT, 1];
      granted += 1;
      return granted <= permits ? [1, 0, [], -1, 1] : [0, 20_000, [], -1, 1];
    },
    close: async () => {},
  };
  const beat = () => Promise.all(beats.map((each) => each(false)));
  const kinds = () => told.flatMap((text) => fromUseText(text)?.events ?? []).map(({ kind }) => kind);
  return { store, beat, kinds };
}

test('A client whose time ends while it waits for what others may need counts as refused, at all replicas', async () => {
  const clock = new ManualClock();
  const { store, beat, kinds } = makeStore(LIMIT - 2, clock);
  await using setting = await createSetting({
    shared: store,
    clock,
    requestsPerMinute: LIMIT,
    hasSeveralClients: true,
  });
  await beat();
  for (let id = 0; id < LIMIT - 2; id++) await setting.client.request(read(String(id)), makeCall(clock));
  await clock.advance(1_000);
  await beat();
  const before = kinds().length;
  const outcome = outcomeOf(setting.client.request(read('held'), makeCall(clock)));
  await clock.advance(10_000);
  await settled();
  expect(await outcome).toMatch(/^UPSTREAM_RATE_LIMITED \d+$/);
  await beat();
  expect(kinds().slice(before)).toEqual(['ASKED', 'REFUSED']);
  expect(setting.server.requests).toHaveLength(LIMIT - 2);
});
