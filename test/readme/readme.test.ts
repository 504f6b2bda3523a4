import { existsSync } from 'node:fs';
import { composeServices } from '@apollo/composition';
import { Kind, parse, print, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../src/errors/error-codes.ts';
import { createSchema } from '../../src/schema/create-schema.ts';
import { printSubgraph } from '../../src/schema/print-schema.ts';
import { printSettingsTable } from '../../src/settings/print-settings.ts';
import * as careCloud from '../../src/vendors/carecloud/assumptions.ts';
import { TRAITS as careCloudTraits } from '../../src/vendors/carecloud/traits.ts';
import * as helpCrunch from '../../src/vendors/helpcrunch/assumptions.ts';
import { TRAITS as helpCrunchTraits } from '../../src/vendors/helpcrunch/traits.ts';
import type { TraitDefinition } from '../../src/vendors/shared/traits/trait-book.ts';
import { CARECLOUD_CHECKS } from '../../src/verify/carecloud/checks.ts';
import { HELPCRUNCH_CHECKS } from '../../src/verify/helpcrunch/checks.ts';
import type { Verification } from '../../src/verify/verdict.ts';
import { startGateway } from '../support/start-gateway.ts';
import {
  generatedSection,
  isUpdating,
  readmeDocuments,
  readmeExamples,
  readReadme,
  replaceAnswer,
  replaceSection,
  wordsOf,
} from './support/readme-file.ts';
import { printScopesTable } from './support/scopes-table.ts';

function expectSection(name: string, text: string): void {
  if (isUpdating) replaceSection(name, text);
  expect(generatedSection(name)).toBe(text);
}

describe('the README', () => {
  it('shows queries with the responses of the simulated vendors', async () => {
    for (const [index] of readmeExamples().entries()) {
      await using product = await startGateway({ sandbox: { people: 4500 } });
      const example = readmeExamples()[index];
      if (example === undefined) throw new Error('The README changed while it was read.');
      const { data, errors } = await product.query(example.query, example.variables);
      expect(errors, `line ${example.line}`).toBeUndefined();
      if (isUpdating) replaceAnswer(example, data);
      else expect(data, `line ${example.line}`).toEqual(example.answer);
    }
    expect(readmeExamples().length).toBeGreaterThanOrEqual(7);
  });

  it('shows no query that the schema refuses', () => {
    const queries = readmeDocuments().filter(({ definitions }) =>
      definitions.some(({ kind }) => kind === Kind.OPERATION_DEFINITION),
    );
    expect(queries.length).toBeGreaterThan(readmeExamples().length);
    for (const query of queries) {
      // The server adds the directive; see use-incremental-delivery.ts.
      const plain = parse(print(query).replaceAll(' @defer', ''));
      expect(validate(createSchema(), plain), print(query)).toEqual([]);
    }
  });

  it('shows subgraphs of other teams that compose with the SDL for routers', () => {
    const others = readmeDocuments().filter(({ definitions }) =>
      definitions.some(({ kind }) => kind === Kind.OBJECT_TYPE_DEFINITION),
    );
    expect(others).toHaveLength(2);
    const { errors } = composeServices(
      [parse(printSubgraph(createSchema())), ...others].map((typeDefs, index) => ({
        name: `team${index}`,
        url: `http://team${index}.test`,
        typeDefs,
      })),
    );
    expect(errors).toBeUndefined();
  });

  it('lists every error code as the code does', () => {
    const rows = Object.entries(ERROR_CODES).map(
      ([code, { meaning, clientShould }]) => `| \`${code}\` | ${meaning} | ${clientShould} |`,
    );
    expectSection(
      'errors',
      ['| code | meaning | what a client should do |', '|---|---|---|', ...rows].join('\n'),
    );
  });

  it('lists every setting, and no others', () => {
    expectSection('settings', printSettingsTable());
  });

  it('lists what each scope shows as the schema enforces it', () => {
    expectSection('scopes', printScopesTable(createSchema()));
  });

  it('lists the assumptions about both vendors', () => {
    const listOf = (
      name: string,
      { ASSUMED_BEHAVIOUR, ...constants }: typeof careCloud | typeof helpCrunch,
      checks: Readonly<Record<string, Verification<never>>>,
    ) =>
      [
        ...Object.entries(constants).map(([key, value]) => [key, `\`${key}\` = \`${show(value)}\``] as const),
        ...Object.entries(ASSUMED_BEHAVIOUR).map(([key, text]) => [key, `${key}: ${text}`] as const),
      ].map(([key, text]) => {
        const verification = checks[key];
        if (verification === undefined) throw new Error(`Expected ${key} to be verified.`);
        const how = 'how' in verification ? verification.how : `not verified: ${verification.unverifiable}`;
        return `| ${name} ${text} | ${how} | ${verification.otherwise} |`;
      });
    expectSection(
      'assumptions',
      [
        '| Assumption | How it is verified | Consequence if it is wrong |',
        '| --- | --- | --- |',
        ...listOf('CareCloud', careCloud, CARECLOUD_CHECKS),
        ...listOf('HelpCrunch', helpCrunch, HELPCRUNCH_CHECKS),
      ].join('\n'),
    );
  });

  it('lists the undocumented traits, and what happens if they differ', () => {
    const listOf = (name: string, traits: Readonly<Record<string, TraitDefinition>>) =>
      Object.entries(traits).map(
        ([trait, { assumed, noticed, otherwise }]) =>
          `- ${name} \`${trait}\`, assumed \`${assumed}\`. Noticed: ${noticed}. Then ${otherwise}.`,
      );
    expectSection(
      'traits',
      [...listOf('CareCloud', careCloudTraits), ...listOf('HelpCrunch', helpCrunchTraits)].join('\n'),
    );
  });

  it('has at most 4,500 words, without code', () => {
    expect(wordsOf()).toBeLessThanOrEqual(4500);
  });

  it('links to pages that exist', () => {
    const links = [...readReadme().matchAll(/\]\((?!https?:|#)([^)]+)\)/g)].map(([, path = '']) => path);
    expect(links.length).toBeGreaterThan(5);
    for (const path of links) expect(existsSync(new URL(`../../${path}`, import.meta.url)), path).toBe(true);
    const headings = [...readReadme().matchAll(/^## (.*)$/gm)].map(
      ([, text = '']) => `#${text.toLowerCase().replaceAll(' ', '-')}`,
    );
    for (const [, anchor = ''] of readReadme().matchAll(/\]\((#[^)]+)\)/g))
      expect(headings).toContain(anchor);
  });

  it('starts and tests with the two lines that CI runs', () => {
    expect(readReadme()).toMatch(/^npm ci && npm start$/m);
    expect(readReadme()).toMatch(/^npm ci && npm test$/m);
  });
});

function show(value: unknown): string {
  return value instanceof RegExp ? String(value) : JSON.stringify(value);
}
