import type { RowRange } from '../../../paging/leg.ts';

/** A GET request. @param route The documented path, with placeholders. */
export function getRequest(
  path: string,
  query: readonly (readonly [string, string])[] = [],
  route: string = path,
) {
  return { method: 'GET' as const, path, route, query, parameters: query.map(([name]) => name) };
}

export function pageQuery({ limit, offset }: RowRange): readonly (readonly [string, string])[] {
  return [
    ['limit', String(limit)],
    ['offset', String(offset)],
  ];
}
