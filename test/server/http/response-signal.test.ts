import { expect, it } from 'vitest';
import { ResponseSignal } from '../../../src/server/http/response-signal.ts';
import { watchAbort } from '../../../src/upstream/single-flight/abort-watch.ts';

it('calls each listener once, with the reason known, as an AbortSignal does', () => {
  const signal = new ResponseSignal();
  const told: unknown[] = [];
  signal.addEventListener('abort', () => told.push(['listener', signal.aborted, signal.reason]));
  signal.onabort = ({ type }) => told.push(['property', type]);
  expect([signal.aborted, signal.reason]).toEqual([false, undefined]);
  signal.throwIfAborted();
  signal.abort('the response was sent');
  signal.abort('again');
  expect(told).toEqual([
    ['property', 'abort'],
    ['listener', true, 'the response was sent'],
  ]);
  expect(() => signal.throwIfAborted()).toThrow('the response was sent');
});

it('aborts with an AbortError where no reason is given', () => {
  const signal = new ResponseSignal();
  signal.abort();
  expect(signal.reason).toMatchObject({ name: 'AbortError' });
});

it('calls all who watch when it aborts, and nobody who left', () => {
  const signal = new ResponseSignal();
  const told: string[] = [];
  const leave = watchAbort(signal, () => told.push('left'));
  leave();
  watchAbort(signal, () => told.push('stayed'));
  watchAbort(signal, () => told.push('came later'));
  signal.abort();
  expect(told).toEqual(['stayed', 'came later']);
});
