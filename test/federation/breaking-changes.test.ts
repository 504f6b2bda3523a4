import { readFileSync } from 'node:fs';
import { buildSchema, findBreakingChanges, type GraphQLSchema, Kind, parse, print } from 'graphql';
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

/** Fields that ask for other scopes than before, and types that others may share no more. */
function tightened(from: string, to: string): readonly string[] {
  const now = promisesOf(to);
  return [...promisesOf(from)].flatMap(([name, before]) => {
    const after = now.get(name) ?? before;
    const asksForMore = after.scopes !== '' && after.scopes !== before.scopes;
    const sharesLess = before.isShareable && !after.isShareable;
    return asksForMore || sharesLess ? [name] : [];
  });
}

/** Of each object type, and of each of its fields, what federation lets others do with it. */
function promisesOf(
  sdl: string,
): ReadonlyMap<string, { readonly scopes: string; readonly isShareable: boolean }> {
  const types = parse(sdl).definitions.filter((each) => each.kind === Kind.OBJECT_TYPE_DEFINITION);
  return new Map(
    types.flatMap((type) =>
      [type, ...(type.fields ?? [])].map((node) => [
        node === type ? type.name.value : `${type.name.value}.${node.name.value}`,
        {
          scopes: (node.directives ?? [])
            .filter(({ name }) => name.value === 'requiresScopes')
            .map(print)
            .join(),
          isShareable: (node.directives ?? []).some(({ name }) => name.value === 'shareable'),
        },
      ]),
    ),
  );
}

describe('the schema since its last release', () => {
  const [before, now] = [readFileSync(released, 'utf8'), readFileSync(current, 'utf8')];

  it('breaks nothing that is not declared', () => {
    expect(breaking(before, now)).toEqual(DECLARED);
  });

  it('keeps every entity key', () => {
    expect(lostKeys(before, now)).toEqual([]);
  });

  it('asks for no more scopes, and shares no less', () => {
    // 0.1.0 showed ids in other systems to everybody: not to go on was worth breaking. And its `node` hid a neighbour's.
    expect(tightened(before, now)).toEqual([
      'Query.node',
      'Query.nodes',
      'HelpCrunchCustomer.userId',
      'HelpCrunchCustomer.integrationId',
    ]);
  });

  it('would show a field that needs a scope more, and a type that is shared no more', () => {
    const closed = now
      .replace(
        /(^ {2}company: String .*)\[\["customers:read"\]\]/m,
        '$1[["customers:read", "customers:pii"]]',
      )
      .replace('type PageInfo @shareable', 'type PageInfo');
    expect(tightened(before, closed)).toEqual(expect.arrayContaining(['Customer.company', 'PageInfo']));
    expect(tightened(closed, now)).not.toContain('PageInfo');
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
