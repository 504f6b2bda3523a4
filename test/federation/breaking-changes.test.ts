import { readFileSync } from 'node:fs';
import { buildSchema, findBreakingChanges, type GraphQLSchema } from 'graphql';
import { describe, expect, it } from 'vitest';

/**
 * Breaking changes that are meant, in graphql-js's words, e.g. `Customer.fax was removed.`. Empty again once
 * released.graphql is the schema that holds them.
 */
const DECLARED: readonly string[] = [];

/** The SDL as it was last released. A release copies schema.graphql here. */
const released = new URL('released.graphql', import.meta.url);
const current = new URL('../../schema.graphql', import.meta.url);

const read = (sdl: string): GraphQLSchema => buildSchema(sdl, { assumeValidSDL: true });

function breaking(from: string, to: string): readonly string[] {
  return findBreakingChanges(read(from), read(to)).map(({ description }) => description);
}

/** The keys that other subgraphs hold: a lost one breaks their composition. */
function lostKeys(from: string, to: string): readonly string[] {
  const keysOf = (sdl: string) =>
    [...sdl.matchAll(/^type (\w+)[^{]*\{/gm)].flatMap(([head, type]) =>
      [...head.matchAll(/@key\(fields: "([^"]+)"/g)].map(([, fields]) => `${type} by ${fields}`),
    );
  const kept = new Set(keysOf(to));
  return keysOf(from).filter((key) => !kept.has(key));
}

describe('the schema since its last release', () => {
  const [before, now] = [readFileSync(released, 'utf8'), readFileSync(current, 'utf8')];

  it('breaks nothing that is not declared', () => {
    expect(breaking(before, now)).toEqual(DECLARED);
  });

  it('keeps every entity key', () => {
    expect(lostKeys(before, now)).toEqual([]);
  });

  it('would show a field that went', () => {
    const without = now.replace(/^ {2}company: String @/m, '  firm: String @');
    expect(breaking(before, without)).toContain('Customer.company was removed.');
  });

  it('would show a key that went', () => {
    expect(lostKeys(before, now.replace(' @key(fields: "careCloudId")', ''))).toEqual([
      'Customer by careCloudId',
    ]);
  });
});
