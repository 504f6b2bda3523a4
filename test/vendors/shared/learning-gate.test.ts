import { expect, it } from 'vitest';
import { LearningGate } from '../../../src/vendors/shared/traits/learning-gate.ts';

/** A clock whose timers fire on request. */
function setUp() {
  const timers: { ms: number; go: () => void }[] = [];
  const clock = {
    setTimer(ms: number, go: () => void) {
      timers.push({ ms, go });
      return () => {};
    },
  };
  return { gate: new LearningGate(clock), timers };
}

async function isOpen(waiting: Promise<unknown> | null): Promise<boolean> {
  let isDone = waiting === null;
  void waiting?.then(() => {
    isDone = true;
  });
  await new Promise(setImmediate);
  return isDone;
}

it('holds nothing back before it is closed', () => {
  const { gate } = setUp();
  expect(gate.wait()).toBeNull();
  expect(gate.wait('CARECLOUD')).toBeNull();
});

it('waits for each source separately, and for the last one if all are needed', async () => {
  const { gate } = setUp();
  gate.close(['CARECLOUD', 'HELPCRUNCH']);
  const [both, one, other] = [gate.wait(), gate.wait('CARECLOUD'), gate.wait('HELPCRUNCH')];
  gate.open(['CARECLOUD']);
  expect([await isOpen(one), await isOpen(other), await isOpen(both)]).toEqual([true, false, false]);
  expect(gate.wait('CARECLOUD')).toBeNull();
  gate.open(['HELPCRUNCH']);
  await both;
  expect(gate.wait()).toBeNull();
});

it('waits as long again for a source that responds while it is learned', async () => {
  const { gate, timers } = setUp();
  gate.close(['CARECLOUD']);
  const waiting = gate.wait();
  gate.responds('CARECLOUD');
  timers[0]?.go();
  expect(await isOpen(waiting)).toBe(false);
  expect(timers.map(({ ms }) => ms)).toEqual([3000, 3000]);
  gate.responds('CARECLOUD');
  timers[1]?.go();
  await waiting;
  expect(gate.wait()).toBeNull();
});

it('waits three seconds at most', async () => {
  const { gate, timers } = setUp();
  gate.close(['CARECLOUD']);
  const waiting = gate.wait();
  expect(timers.map(({ ms }) => ms)).toEqual([3000]);
  timers[0]?.go();
  await waiting;
  expect(gate.wait()).toBeNull();
});
