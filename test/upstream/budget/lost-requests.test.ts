import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LostRequests } from '../../../src/upstream/budget/lost-requests.ts';

const time = fc.integer({ min: 1, max: 60_000 });
const times = fc.array(time, { maxLength: 40 });

test('What a replica sent that ended counts as long as it would have, and what others report again counts once', () => {
  fc.assert(
    fc.property(times, times, times, time, (ofEnded, ofOthers, later, since) => {
      const lost = new LostRequests();
      lost.lost(
        [...ofEnded, ...ofOthers].sort((one, other) => one - other),
        60_000,
      );
      const reported = [...ofOthers, ...later.map((at) => at + 60_000)];
      const missing = lost.missing(reported, since);
      expect(missing.length).toBe(ofEnded.filter((at) => at > since).length);
      expect(missing).toEqual(missing.toSorted((one, other) => one - other));
      // At no later time fewer are held than were sent.
      for (const from of [since + 1_000, since + 20_000])
        expect(missing.filter((at) => at > from).length).toBeGreaterThanOrEqual(
          ofEnded.filter((at) => at > from).length,
        );
    }),
  );
});

test('What was lost before counts after a second loss', () => {
  fc.assert(
    fc.property(times, times, (ofEnded, ofOthers) => {
      const lost = new LostRequests();
      for (let round = 0; round < 3; round++) {
        lost.lost(round === 0 ? [...ofEnded, ...ofOthers] : ofOthers, 60_000);
        expect(lost.missing(ofOthers, 0).length).toBe(ofEnded.length);
      }
    }),
  );
});
