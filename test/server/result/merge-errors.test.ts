import { expect, test } from 'vitest';
import { mergeErrors } from '../../../src/server/result/merge-errors.ts';

const at = (path: (string | number)[] | undefined, code = 'FORBIDDEN', message = 'no') => ({
  message,
  ...(path && { path }),
  extensions: { code },
});

test('one error for each field and reason, at the first path, with the number of occurrences', () => {
  expect(
    mergeErrors([
      at(['list', 'nodes', 0, 'name']),
      at(['list', 'nodes', 0, 'email']),
      at(['list', 'nodes', 1, 'name']),
      at(['other', 'nodes', 1, 'name']),
      at(['list', 'nodes', 2, 'name'], 'UPSTREAM_TIMEOUT'),
      at(['list', 'nodes', 3, 'name'], 'FORBIDDEN', 'another reason'),
      at(['list', 'nodes', 4, 'name']),
    ]),
  ).toEqual([
    { ...at(['list', 'nodes', 0, 'name']), extensions: { code: 'FORBIDDEN', occurrences: 3 } },
    at(['list', 'nodes', 0, 'email']),
    at(['other', 'nodes', 1, 'name']),
    at(['list', 'nodes', 2, 'name'], 'UPSTREAM_TIMEOUT'),
    at(['list', 'nodes', 3, 'name'], 'FORBIDDEN', 'another reason'),
  ]);
});

test('errors without a path are not merged because they look alike', () => {
  expect(mergeErrors([at(undefined), at(undefined)])).toHaveLength(2);
  expect(mergeErrors([])).toEqual([]);
});
