import { readFileSync } from 'node:fs';
import { buildSchema, findBreakingChanges } from 'graphql';
import { expect, test } from 'vitest';
import { createSchema } from '../../src/schema/create-schema.ts';
import { printWholeSchema } from '../../src/schema/print-schema.ts';

/**
 * Breaking changes that are meant, each as GraphQL.js words it, e.g. `Customer.company was removed.` At a release, empty
 * the list and copy schema.graphql to released.graphql.
 */
const DECLARED: readonly string[] = [];

const released = readFileSync(new URL('released.graphql', import.meta.url), 'utf8');

test('nothing that was released breaks unless declared', () => {
  expect(breakingChanges(released, printWholeSchema(createSchema()))).toEqual(DECLARED);
});

test('a field renamed would be found', () => {
  const without = released.replace('  helpCrunchId: ID @', '  chatId: ID @');
  expect(breakingChanges(released, without)).toEqual(['Customer.helpCrunchId was removed.']);
});

function breakingChanges(before: string, after: string): string[] {
  // Federation's directives are imported, not defined: the SDL is not complete by itself.
  const [old, now] = [before, after].map((sdl) => buildSchema(sdl, { assumeValidSDL: true }));
  return old && now ? findBreakingChanges(old, now).map(({ description }) => description) : [];
}
