import { readFileSync } from 'node:fs';
import { buildSchema, findBreakingChanges, type GraphQLSchema, Kind, parse, print } from 'graphql';
import { describe, expect, it } from 'vitest';

/**
 * Intended breaking changes, in graphql-js's words, e.g. `Customer.fax was removed.`. Cleared once released.graphql
 * contains them.
 */
const DECLARED: readonly string[] = [];

/** The SDL as it was last released. A release copies schema.graphql here. */
const released = new URL('released.graphql', import.meta.url);
const current = new URL('../../schema.graphql', import.meta.url);

const read = (sdl: string): GraphQLSchema => buildSchema(sdl, { assumeValidSDL: true });

function breaking(from: string, to: string): readonly string[] {
  return findBreakingChanges(read(from), read(to)).map(({ description }) => description);
}

/** The keys that other subgraphs may use: removing one breaks their composition. */
function lostKeys(from: string, to: string): readonly string[] {
  const keysOf = (sdl: string) =>
    [...sdl.matchAll(/^type (\w+)[^{]*\{/gm)].flatMap(([head, type]) =>
      [...head.matchAll(/@key\(fields: "([^"]+)"/g)].map(([, fields]) => `${type} by ${fields}`),
    );
  const kept = new Set(keysOf(to));
  return keysOf(from).filter((key) => !kept.has(key));
}

/** Fields that need other scopes than before, and types that are no longer shareable. */
function tightened(from: string, to: string): readonly string[] {
  const now = promisesOf(to);
  return [...promisesOf(from)].flatMap(([name, before]) => {
    const after = now.get(name) ?? before;
    const asksForMore = after.scopes !== '' && after.scopes !== before.scopes;
    const sharesLess = before.isShareable && !after.isShareable;
    return asksForMore || sharesLess ? [name] : [];
  });
}

/** What federation permits others to do with each object type and each of its fields. */
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

  it('needs no further scopes, and shares no less', () => {
    // 0.1.0 showed ids in other systems to every client, which was worth a breaking change. Its `node` also hid another
    // subgraph's.
    expect(tightened(before, now)).toEqual([
      'Query.node',
      'Query.nodes',
      'HelpCrunchCustomer.userId',
      'HelpCrunchCustomer.integrationId',
    ]);
  });

  it('would detect a field that needs a further scope, and a type that is no longer shareable', () => {
    const closed = now
      .replace(
        /(^ {2}company: String .*)\[\["customers:read"\]\]/m,
        '$1[["customers:read", "customers:pii"]]',
      )
      .replace('type PageInfo @shareable', 'type PageInfo');
    expect(tightened(before, closed)).toEqual(expect.arrayContaining(['Customer.company', 'PageInfo']));
    expect(tightened(closed, now)).not.toContain('PageInfo');
  });

  it('would detect a removed field', () => {
    const without = now.replace(/^ {2}company: String @/m, '  firm: String @');
    expect(breaking(before, without)).toContain('Customer.company was removed.');
  });

  it('would detect a removed key', () => {
    expect(lostKeys(before, now.replace(' @key(fields: "careCloudId")', ''))).toEqual([
      'Customer by careCloudId',
    ]);
  });
});
