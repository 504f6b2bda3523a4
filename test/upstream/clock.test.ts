import { expect, test } from 'vitest';
import { systemClock } from '../../src/upstream/clock.ts';

test.each([2 ** 31, Number.POSITIVE_INFINITY])('a timer of %d ms does not end at once', async (ms) => {
  const warnings: Error[] = [];
  const note = (warning: Error) => void warnings.push(warning);
  process.on('warning', note);
  let isOver = false;
  const cancel = systemClock.setTimer(ms, () => {
    isOver = true;
  });
  await new Promise<void>((resolve) => void systemClock.setTimer(20, resolve));
  cancel();
  process.off('warning', note);
  expect({ isOver, warnings }).toEqual({ isOver: false, warnings: [] });
});
