import { expect, test } from 'vitest';
import type { CustomerSource } from '../../../src/customers/customer-source.ts';
import { ListMeter } from '../../../src/customers/list/list-meter.ts';
import { findCandidates } from '../../../src/customers/search/find-candidates.ts';
import type { FoundRecords } from '../../../src/customers/search/found-records.ts';
import { readSearchText } from '../../../src/customers/search/read-search-text.ts';
import { SearchMemory } from '../../../src/customers/search/search-memory.ts';
import { profileRecord } from '../support/records.ts';

/** Somebody types on while the search for a beginning is under way: is the longer text asked for by itself? */

const LINE = { method: 'POST', path: '/customers/search', parameters: [] } as const;
const NOVAK = profileRecord('1', { person: { name: 'Jan Novák', firstName: 'Jan', lastName: 'Novák' } });

/** A source whose searches end when they are told to. */
function scene({ coversTexts = true } = {}) {
  const asked: { text: string; send(): void; end(found?: Partial<FoundRecords>): void; fail(): void }[] = [];
  const source = {
    name: 'HELPCRUNCH',
    role: 'PROFILES',
    abilities: {},
    ...(coversTexts && { mayCover: ({ text }, whole) => whole.text.startsWith(text) }),
    search: (text, call) =>
      new Promise((resolve, reject) => {
        const all = { records: [NOVAK], isComplete: true, coverage: 'PARTS', covers: () => true } as const;
        let isSent = false;
        // As the client of a vendor does.
        call.signal.addEventListener('abort', () => {
          if (!isSent || call.isFinishedOnceSent !== true) reject(call.signal.reason);
        });
        asked.push({
          text: text.text,
          send() {
            isSent = true;
            call.meter.sent('HELPCRUNCH', LINE, 0);
          },
          end: (found) => resolve({ ...all, ...found }),
          fail: () => reject(new Error('gone')),
        });
      }),
  } as Partial<CustomerSource> as CustomerSource;
  const memory = new SearchMemory({ freshMs: 10_000, now: () => 1_000_000 });
  return {
    asked,
    type(text: string) {
      const client = new AbortController();
      const meter = new ListMeter({ sent: () => undefined, saved: () => undefined });
      const call = {
        ...{ signal: client.signal, deadlineAt: 1_010_000, bypassCache: false, client: 'desk', meter },
      };
      const found = findCandidates(readSearchText(text, 'CZ'), source, { call, meter, memory });
      found.catch(() => undefined);
      return { found, leave: () => client.abort(new Error('typed on')) };
    },
    send: (at: number) => asked[at]?.send(),
    texts: () => asked.map(({ text }) => text),
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('a search that was sent goes on though its client has left, and serves the longer text', async () => {
  const { type, send, asked, texts } = scene();
  const first = type('nova');
  send(0);
  first.leave();
  const second = type('novak');
  await settled();
  expect(texts()).toEqual(['nova']);
  asked[0]?.end();
  const { candidates, ageSeconds } = await second.found;
  expect(candidates.map(({ record }) => record.id)).toEqual(['1']);
  expect(ageSeconds).toBe(0);
  expect(texts()).toEqual(['nova']);
});

test('one that still waits is dropped with its client, and the longer text is asked for', async () => {
  const { type, asked, texts } = scene();
  const first = type('nova');
  first.leave();
  await expect(first.found).rejects.toThrow('typed on');
  const second = type('novak');
  await settled();
  expect(texts()).toEqual(['nova', 'novak']);
  asked[1]?.end();
  expect((await second.found).candidates).toHaveLength(1);
});

test.each([
  'is not complete',
  'fails',
])('the longer text is asked for where the beginning’s result %s', async (how) => {
  const { type, send, asked, texts } = scene();
  type('nova');
  send(0);
  const second = type('novak');
  if (how === 'fails') asked[0]?.fail();
  else asked[0]?.end({ isComplete: false });
  await settled();
  expect(texts()).toEqual(['nova', 'novak']);
  asked[1]?.end();
  expect((await second.found).candidates).toHaveLength(1);
});

test('a longer text that the beginning’s result would not serve does not wait for it', async () => {
  const { type, send, texts } = scene({ coversTexts: false });
  type('60126');
  send(0);
  type('601268');
  expect(texts()).toEqual(['60126', '601268']);
});

test('three letters find too many to wait for, and who leaves does not wait on', async () => {
  const { type, send, texts } = scene();
  type('nov');
  send(0);
  const second = type('nova');
  send(1);
  expect(texts()).toEqual(['nov', 'nova']);
  const third = type('novak');
  third.leave();
  await expect(third.found).rejects.toThrow('typed on');
  second.leave();
  expect(texts()).toEqual(['nov', 'nova']);
});
