import { describe, expect, it } from 'vitest';
import { windowAround } from '../../src/paging/decision-window.ts';

const rows = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const windowOf = (some: readonly number[]) => Math.min(4, some.length);

describe('windowAround', () => {
  it.each([
    ['from the next row on', 'FORWARD', 3, [3, 4, 5, 6]],
    ['up to the last row', 'FORWARD', 8, [8, 9]],
    ['backward from the next row', 'BACKWARD', 3, [3, 2, 1, 0]],
    ['backward down to the first row', 'BACKWARD', 1, [1, 0]],
  ] as const)('takes rows %s if a leg is read in exact ranges', (_, heading, next, window) => {
    expect(windowAround({ rows, next }, { windowOf }, heading)).toEqual(window);
  });

  it.each([
    [0, [0, 1, 2, 3]],
    [3, [0, 1, 2, 3]],
    [4, [4, 5, 6, 7]],
    [9, [8, 9]],
  ] as const)('always cuts a block into the same windows: row %i', (next, window) => {
    for (const heading of ['FORWARD', 'BACKWARD'] as const) {
      expect(windowAround({ rows, next }, { windowOf, blockSize: 10 }, heading)).toEqual(window);
    }
  });

  it('takes all rows in hand if nothing limits it', () => {
    expect(windowAround({ rows, next: 2 }, {}, 'FORWARD')).toEqual(rows.slice(2));
    expect(windowAround({ rows, next: 2 }, { blockSize: 10 }, 'FORWARD')).toEqual(rows);
  });

  it('takes at least one row', () => {
    const none = () => 0;
    expect(windowAround({ rows, next: 2 }, { windowOf: none }, 'FORWARD')).toEqual([2]);
    expect(windowAround({ rows, next: 2 }, { windowOf: none, blockSize: 10 }, 'BACKWARD')).toEqual([2]);
  });

  it('lets the rows decide the size of a window', () => {
    const upToThree = (some: readonly number[]) => some.findIndex((row) => row % 3 === 2) + 1;
    expect(windowAround({ rows, next: 4 }, { windowOf: upToThree, blockSize: 10 }, 'FORWARD')).toEqual([
      3, 4, 5,
    ]);
  });
});
