import { expect, it } from 'vitest';
import { judgeOutcome } from '../../src/upstream/last-outcome.ts';

it.each([
  ['/customers', '200', 'OK'],
  ['/customers', '401', 'REJECTED'],
  ['/customers', '403', 'REJECTED'],
  ['/customers', '404', 'REJECTED'],
  ['/customers/{id}', '404', 'OK'],
  ['/customers', '400', 'OK'],
  ['/customers', '414', 'OK'],
  ['/users/actions/login', '400', 'REJECTED'],
  ['/customers', '429', null],
  ['/customers', '301', 'UNAVAILABLE'],
  ['/customers', '408', 'UNAVAILABLE'],
  ['/customers', '500', 'UNAVAILABLE'],
  ['/customers', '503', 'UNAVAILABLE'],
  ['/customers', 'CONNECTION', 'UNAVAILABLE'],
  ['/customers', 'TIMEOUT', 'UNAVAILABLE'],
  ['/customers', 'CUT', 'UNAVAILABLE'],
  ['/customers', 'CANCELLED', null],
])('a request of %s that ends with %s implies %s', (route, outcome, judgement) => {
  expect(judgeOutcome(route, outcome)).toBe(judgement);
});
