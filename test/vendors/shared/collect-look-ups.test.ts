import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CustomerSource } from '../../../src/customers/customer-source.ts';
import type { RecordKey, SourceRecord } from '../../../src/customers/model/source-record.ts';
import type { SourceCall } from '../../../src/customers/source-call.ts';
import { UpstreamError } from '../../../src/errors/gateway-error.ts';
import { NotCached } from '../../../src/upstream/single-flight/not-cached.ts';
import { collectLookUps } from '../../../src/vendors/shared/look-up/collect-look-ups.ts';
import { ManualClock, settled } from '../../upstream/support/manual-clock.ts';

const LINE = { method: 'GET', path: '/customers', parameters: [] } as const;

/** A source that finds a record for every key, takes one request per look-up, and answers on request. */
function scene({ freshMs = 60_000, mixes = false, batch = 10, isBusy = false } = {}) {
  const clock = new ManualClock();
  const idleMs = () => (isBusy ? 0 : clock.now());
  const timeoutError = (client: string) => {
    const code = client === 'held back' ? 'UPSTREAM_RATE_LIMITED' : 'UPSTREAM_TIMEOUT';
    return new UpstreamError(code, 'CARECLOUD', 'too late');
  };
  const asked: { readonly keys: readonly RecordKey[]; readonly call: SourceCall }[] = [];
  const replies: (() => void)[] = [];
  const cached = new Map<string, Promise<readonly (readonly SourceRecord[])[]>>();
  let failure: Error | null = null;
  async function ask(keys: readonly RecordKey[], call: SourceCall) {
    asked.push({ keys, call });
    call.meter.sent('CARECLOUD', LINE, 0);
    await new Promise<void>((resolve) => replies.push(resolve));
    if (failure !== null) throw failure;
    return keys.map(({ value }) => (value === 'nobody' ? [] : [{ id: value } as SourceRecord]));
  }
  const setByKey = new Map<string, readonly string[]>();
  /** What another replica asked. */
  const sharedSets = {
    remember: (set: readonly string[]) => set.forEach((key) => void setByKey.set(key, set)),
    find: async (keys: readonly string[]) => keys.map((key) => setByKey.get(key)),
  };
  const source = {
    name: 'CARECLOUD',
    abilities: {
      lookUpBatch: { id: batch, email: batch, userId: batch, phone: 1 },
      lookUpMixesKinds: mixes,
    },
    lookUp(keys: readonly RecordKey[], call: SourceCall) {
      const name = JSON.stringify(keys);
      const before = call.bypassCache ? undefined : cached.get(name);
      if (before !== undefined) call.meter.saved('CARECLOUD', LINE, { ageSeconds: 0, stale: false });
      else if (call.isCachedOnly === true) return Promise.reject(new NotCached());
      const answer = before ?? ask(keys, call);
      if (freshMs > 0) cached.set(name, answer);
      return answer;
    },
  } as unknown as CustomerSource;
  return {
    clock,
    asked,
    forget: () => cached.clear(),
    collected: collectLookUps(source, { clock, idleMs, freshMs, staleMs: 0, timeoutError }),
    setByKey,
    /** They share responses, and what was asked together. */
    replicas: [0, 1, 2].map(() =>
      collectLookUps(source, { clock, idleMs, freshMs, staleMs: 0, timeoutError, sharedSets }),
    ) as [CustomerSource, CustomerSource, CustomerSource],
    async answer() {
      await settled();
      for (const reply of replies.splice(0)) reply();
      await settled();
    },
    fail: (error: Error) => {
      failure = error;
    },
  };
}

function operation(clock: ManualClock, own: Partial<SourceCall> = {}) {
  const told: string[] = [];
  const controller = new AbortController();
  const call = {
    signal: controller.signal,
    deadlineAt: clock.now() + 10_000,
    bypassCache: false,
    client: 'one',
    deadlineCause: {},
    meter: { sent: () => told.push('sent'), saved: () => told.push('saved') },
    ...own,
  } as unknown as SourceCall;
  return { call, told, leave: () => controller.abort(new Error('gone')) };
}

const ids = (...values: readonly string[]): RecordKey[] => values.map((value) => ({ kind: 'id', value }));
const found = (records: readonly (readonly SourceRecord[])[]) =>
  records.map((each) => each.map(({ id }) => id));

test('what a look-up warns of is told to every operation that shares it, also later', async () => {
  const { clock, asked, collected, answer } = scene();
  const warnings: string[] = [];
  const meterOf = (name: string) => ({ sent() {}, saved() {}, warned: () => void warnings.push(name) });
  const both = ['one', 'two'].map((name) =>
    collected.lookUp(ids(name), operation(clock, { meter: meterOf(name) }).call),
  );
  await clock.advance(1);
  await answer();
  await Promise.all(both);
  asked[0]?.call.meter.warned?.('CARECLOUD', 'INCOMPLETE_SEARCH');
  expect(warnings).toEqual(['one', 'two']);
});

test('look-ups within a millisecond are one request, reported as sent once and as shared by the others', async () => {
  const { clock, asked, collected, answer } = scene();
  const [one, two, three] = [operation(clock), operation(clock), operation(clock)];
  const first = collected.lookUp(ids('a', 'b'), one.call);
  const second = collected.lookUp(ids('b', 'nobody'), two.call);
  await clock.advance(1);
  const late = collected.lookUp(ids('c'), three.call);
  await clock.advance(1);
  await answer();
  expect(found(await first)).toEqual([['a'], ['b']]);
  expect(found(await second)).toEqual([['b'], []]);
  expect(found(await late)).toEqual([['c']]);
  expect(asked.map(({ keys }) => keys.map(({ value }) => value))).toEqual([['a', 'b', 'nobody'], ['c']]);
  expect([one.told, two.told, three.told]).toEqual([['sent'], ['saved'], ['sent']]);
});

test('kinds that a source does not mix are sent separately', async () => {
  const { clock, asked, collected, answer } = scene();
  const keys: RecordKey[] = [
    { kind: 'id', value: 'a' },
    { kind: 'email', value: 'a@b.cz' },
  ];
  const both = [0, 1].map(() => collected.lookUp(keys, operation(clock).call));
  await clock.advance(1);
  await answer();
  expect((await Promise.all(both)).map(found)).toEqual(Array(2).fill([['a'], ['a@b.cz']]));
  expect(asked.map(({ keys: own }) => own.map(({ kind }) => kind))).toEqual([['id'], ['email']]);
});

test('no look-up waits for others longer than the window, and a full request does not wait at all', async () => {
  const { clock, asked, collected } = scene({ batch: 2 });
  void collected.lookUp(ids('a', 'b', 'c'), operation(clock).call);
  await settled();
  expect(asked).toHaveLength(1);
  void collected.lookUp(ids('d'), operation(clock).call);
  void collected.lookUp(ids('e', 'f'), operation(clock).call);
  await clock.advance(1);
  expect(asked.map(({ keys }) => keys.length)).toEqual([3, 1, 2]);
});

test('while the process is busy the window stays open, but not for long', async () => {
  const { clock, asked, collected } = scene({ isBusy: true });
  void collected.lookUp(ids('a'), operation(clock).call);
  await clock.advance(9);
  expect(asked).toHaveLength(0);
  void collected.lookUp(ids('b'), operation(clock).call);
  await clock.advance(1);
  expect(asked.map(({ keys }) => keys.length)).toEqual([2]);
});

test('clients’ look-ups are not combined: each has its own share of the budget', async () => {
  const { clock, asked, collected } = scene();
  for (const client of ['one', 'two', 'one']) {
    void collected.lookUp(ids(client, 'a'), operation(clock, { client }).call);
  }
  await clock.advance(1);
  expect(asked.map(({ call }) => call.client)).toEqual(['one', 'two']);
});

test('one that leaves or times out does not affect the others', async () => {
  const { clock, asked, collected, answer } = scene();
  const leaving = operation(clock);
  const hurried = operation(clock, { deadlineAt: clock.now() + 50 });
  const patient = operation(clock);
  const outcomes = [leaving, hurried, patient].map(({ call }, index) =>
    collected.lookUp(ids(`${index}`), call),
  );
  const settledOutcomes = Promise.allSettled(outcomes);
  await clock.advance(1);
  leaving.leave();
  await clock.advance(100);
  expect(asked[0]?.call.signal.aborted).toBe(false);
  await answer();
  const [left, late, right] = await settledOutcomes;
  expect(left).toMatchObject({ status: 'rejected', reason: { message: 'gone' } });
  expect(late).toMatchObject({ status: 'rejected', reason: { code: 'UPSTREAM_TIMEOUT' } });
  expect(right).toMatchObject({ status: 'fulfilled', value: [[{ id: '2' }]] });
});

test('one that times out while its client’s requests wait for the budget is told so', async () => {
  const { clock, collected } = scene();
  const outcomes = Promise.allSettled(
    ['held back', 'other'].flatMap((client) => {
      const call = () => operation(clock, { client, deadlineAt: clock.now() + 50 }).call;
      return [collected.lookUp(ids('a'), call()), collected.lookUp(ids('b'), call())];
    }),
  );
  await clock.advance(100);
  expect(await outcomes).toMatchObject(
    ['UPSTREAM_RATE_LIMITED', 'UPSTREAM_RATE_LIMITED', 'UPSTREAM_TIMEOUT', 'UPSTREAM_TIMEOUT'].map(
      (code) => ({
        status: 'rejected',
        reason: { code },
      }),
    ),
  );
});

test('when all have left, the request is aborted; if they leave before it, none is sent', async () => {
  const { clock, asked, collected } = scene();
  const [one, two] = [operation(clock), operation(clock)];
  const outcomes = Promise.allSettled([
    collected.lookUp(ids('a'), one.call),
    collected.lookUp(ids('b'), two.call),
  ]);
  await clock.advance(1);
  one.leave();
  two.leave();
  await settled();
  expect(asked[0]?.call.signal.aborted).toBe(true);
  await outcomes;
  const early = operation(clock);
  const outcome = Promise.allSettled([collected.lookUp(ids('c'), early.call)]);
  const other = Promise.allSettled([collected.lookUp(ids('d'), early.call)]);
  early.leave();
  await clock.advance(1);
  expect((await outcome)[0]).toMatchObject({ status: 'rejected', reason: { message: 'gone' } });
  await other;
  expect(asked).toHaveLength(1);
});

test('a failure belongs to each caller separately', async () => {
  const { clock, collected, answer, fail } = scene();
  fail(new UpstreamError('UPSTREAM_UNAVAILABLE', 'CARECLOUD', 'down'));
  const outcomes = Promise.allSettled(
    ['a', 'b'].map((id) => collected.lookUp(ids(id), operation(clock).call)),
  );
  await clock.advance(1);
  await answer();
  expect(await outcomes).toMatchObject(
    Array(2).fill({ status: 'rejected', reason: { code: 'UPSTREAM_UNAVAILABLE' } }),
  );
});

test('a key is answered from the response to an earlier look-up, whatever it was sent with; only the others are sent', async () => {
  for (const freshMs of [60_000, 0]) {
    const { clock, asked, collected, answer } = scene({ freshMs });
    const both = [ids('a', 'b'), ids('nobody', 'd')].map((keys) =>
      collected.lookUp(keys, operation(clock).call),
    );
    await clock.advance(1);
    await answer();
    await Promise.all(both);
    const other = collected.lookUp(ids('e'), operation(clock).call);
    await clock.advance(1);
    await answer();
    await other;
    const late = operation(clock);
    const again = collected.lookUp(ids('nobody', 'e', 'f', 'a'), late.call);
    await clock.advance(1);
    await answer();
    expect(found(await again)).toEqual([[], ['e'], ['f'], ['a']]);
    const sent = asked.map(({ keys }) => keys.map(({ value }) => value).join(''));
    expect(sent).toEqual(['abnobodyd', 'e', freshMs > 0 ? 'f' : 'nobodyefa']);
    expect(late.told).toEqual(freshMs > 0 ? ['saved', 'saved', 'sent'] : ['sent']);
  }
});

test('when that response is gone, all keys are sent in one request', async () => {
  const { clock, asked, collected, answer, forget } = scene();
  for (const keys of [ids('a', 'x'), ids('b', 'y')]) {
    const before = collected.lookUp(keys, operation(clock).call);
    await clock.advance(1);
    await answer();
    await before;
  }
  forget();
  const again = collected.lookUp(ids('a', 'b'), operation(clock).call);
  await clock.advance(1);
  await answer();
  expect(found(await again)).toEqual([['a'], ['b']]);
  expect(asked.map(({ keys }) => keys.map(({ value }) => value).join(''))).toEqual(['ax', 'by', 'ab']);
});

test('no-cache and restricted look-ups are sent separately', async () => {
  const { clock, asked, collected, answer } = scene();
  const all = [
    collected.lookUp(ids('a'), operation(clock, { bypassCache: true }).call),
    collected.lookUp(ids('b'), operation(clock).call, { customerSourceId: 'x' } as never),
    collected.lookUp(ids('c'), operation(clock).call),
  ];
  await clock.advance(1);
  await answer();
  await Promise.all(all);
  expect(asked).toHaveLength(3);
});

test('combined look-ups find what each would find alone, with no more requests', async () => {
  const key = fc.record({
    kind: fc.constantFrom('id', 'email', 'userId', 'phone'),
    value: fc.constantFrom('a', 'b', 'c', 'nobody'),
  }) as fc.Arbitrary<RecordKey>;
  const calls = fc.array(fc.tuple(fc.array(key, { maxLength: 6 }), fc.nat(3)), {
    minLength: 1,
    maxLength: 6,
  });
  await fc.assert(
    fc.asyncProperty(calls, fc.boolean(), async (operations, mixes) => {
      const { clock, asked, collected, answer } = scene({ mixes, batch: 8 });
      const alone = operations.reduce(
        (sum, [keys]) =>
          sum + (mixes ? Math.min(1, keys.length) : new Set(keys.map(({ kind }) => kind)).size),
        0,
      );
      const opened = operations.map(() => operation(clock));
      const outcomes = [];
      for (const [index, [keys, waitMs]] of operations.entries()) {
        await clock.advance(waitMs / 2);
        outcomes.push(collected.lookUp(keys, (opened[index] as (typeof opened)[number]).call));
      }
      await clock.advance(2);
      await answer();
      const each = await Promise.all(outcomes);
      each.forEach((records, index) => {
        const [keys = []] = operations[index] ?? [];
        expect(found(records)).toEqual(keys.map(({ value }) => (value === 'nobody' ? [] : [value])));
      });
      expect(asked.length).toBeLessThanOrEqual(alone);
      expect(opened.flatMap(({ told }) => told).filter((line) => line === 'sent')).toHaveLength(asked.length);
    }),
    { numRuns: 100 },
  );
});

test('a key that another replica asked with others is answered from that response', async () => {
  const { clock, asked, replicas, answer, forget } = scene();
  const [one, other, third] = replicas;
  const together = ['a', 'b'].map((value) => one.lookUp(ids(value), operation(clock).call));
  await clock.advance(1);
  await answer();
  await Promise.all(together);
  const later = operation(clock);
  expect(found(await other.lookUp(ids('b'), later.call))).toEqual([['b']]);
  expect(later.told).toEqual(['saved']);
  const both = operation(clock);
  expect(found(await third.lookUp(ids('b', 'a'), both.call))).toEqual([['b'], ['a']]);
  expect(both.told).toEqual(['saved']);
  // With a key that nobody asked yet, only that one is sent.
  const more = other.lookUp(ids('c', 'a'), operation(clock).call);
  await clock.advance(1);
  await answer();
  expect(found(await more)).toEqual([['c'], ['a']]);
  // The response is not there any more.
  forget();
  const again = other.lookUp(ids('b'), operation(clock).call);
  await clock.advance(1);
  await answer();
  expect(found(await again)).toEqual([['b']]);
  expect(asked.map(({ keys }) => keys.map(({ value }) => value))).toEqual([['a', 'b'], ['c'], ['b']]);
});

test.each(['', 'a', 'name:a'])('a set with %j, which is no key, is none', async (foreign) => {
  const { clock, asked, replicas, answer, setByKey } = scene();
  setByKey.set('id:a', ['id:a', foreign]);
  const looking = replicas[0].lookUp(ids('a'), operation(clock).call);
  await clock.advance(1);
  await answer();
  expect(found(await looking)).toEqual([['a']]);
  expect(asked.map(({ keys }) => keys)).toEqual([ids('a')]);
});
