import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  nextSearch,
  type PeelState,
  type Reach,
} from '../../../../src/vendors/helpcrunch/chats/peel/plan-peel.ts';

const reach = (seen: number, wanted = 1, isComplete = false): Reach => ({ seen, wanted, isComplete });

describe('the next search for chats', () => {
  it.each<[string, PeelState, ReturnType<typeof nextSearch>]>([
    [
      'begins with everybody',
      { reaches: [reach(0), reach(0)], requests: 0, left: null, asked: [] },
      { people: [0, 1], offset: 0 },
    ],
    ['asks for nobody', { reaches: [], requests: 0, left: null, asked: [] }, null],
    ['ends when all is read', { reaches: [reach(3, 1, true)], requests: 1, left: 0, asked: [0] }, null],
    [
      'reads everything while few searches do',
      { reaches: [reach(60), reach(40)], requests: 1, left: 300, asked: [0, 1] },
      { people: [0, 1], offset: 100 },
    ],
    [
      'peels off whoever has enough where there are more',
      { reaches: [reach(99), reach(0), reach(1)], requests: 1, left: 301, asked: [0, 1, 2] },
      { people: [1], offset: 0 },
    ],
    [
      'goes on from where their chats ended',
      { reaches: [reach(90, 3), reach(2, 3), reach(0, 3)], requests: 1, left: 900, asked: [0, 1, 2] },
      { people: [1, 2], offset: 2 },
    ],
    [
      'peels where HelpCrunch does not say how many there are',
      { reaches: [reach(99), reach(1)], requests: 1, left: null, asked: [0, 1] },
      null,
    ],
    [
      'reads the rest of a smaller search to its end',
      { reaches: [reach(99), reach(50, 1), reach(50, 1)], requests: 2, left: 150, asked: [1, 2] },
      { people: [1, 2], offset: 100 },
    ],
    [
      'leaves it where everybody has enough',
      { reaches: [reach(50), reach(50)], requests: 1, left: 5000, asked: [0, 1] },
      null,
    ],
  ])('%s', (_, state, next) => {
    expect(nextSearch(state)).toEqual(next);
  });

  it('returns what reading everything returns, for any distribution, page and number wanted', () => {
    const people = fc.array(
      fc.record({
        times: fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 300 }),
        wanted: fc.integer({ min: 1, max: 20 }),
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(people, (customers) => {
        const all = customers
          .flatMap(({ times }, person) => times.map((time, index) => ({ person, time, index })))
          .sort((a, b) => b.time - a.time || a.person - b.person || a.index - b.index);
        const got: { readonly time: number }[][] = customers.map(() => []);
        let state: PeelState = {
          reaches: customers.map(({ wanted }) => reach(0, wanted)),
          requests: 0,
          left: null,
          asked: [],
        };
        for (let next = nextSearch(state); next !== null; next = nextSearch(state)) {
          expect(state.requests).toBeLessThan(1 + customers.length + Math.ceil(all.length / 100));
          const { people: asked, offset } = next;
          const rows = all.filter(({ person }) => asked.includes(person));
          const page = rows.slice(offset, offset + 100);
          for (const row of page) got[row.person]?.push(row);
          const left = rows.length - offset - page.length;
          state = {
            reaches: customers.map(({ wanted }, person) =>
              reach(
                got[person]?.length ?? 0,
                wanted,
                state.reaches[person]?.isComplete || (left === 0 && asked.includes(person)),
              ),
            ),
            requests: state.requests + 1,
            left,
            asked,
          };
        }
        customers.forEach(({ times, wanted }, person) => {
          const whole = [...times].sort((a, b) => b - a);
          const found = (got[person] ?? []).map(({ time }) => time);
          expect(found).toEqual(whole.slice(0, found.length));
          expect(found.length).toBeGreaterThanOrEqual(Math.min(wanted, whole.length));
          if (all.length <= 400) expect(found).toEqual(whole);
        });
        // Everyone's newest: at most a search per hundred missing rows, and one per person.
        expect(state.requests).toBeLessThanOrEqual(1 + customers.length + Math.ceil(all.length / 100));
      }),
      { numRuns: 60 },
    );
  });
});
