import { readFile } from 'node:fs/promises';
import { preset } from '@graphql-codegen/client-preset';
import { codegen } from '@graphql-codegen/core';
import { type GraphQLSchema, parse, printSchema } from 'graphql';

/** What graphql-codegen's settings say of one output folder. */
export interface Output {
  readonly presetConfig: object;
  readonly config: object;
}

/**
 * What `npx graphql-codegen` would write for the documents in these files: contents by file name, `gql.ts` and
 * `graphql.ts`.
 */
export async function generateTypes(
  schema: GraphQLSchema,
  sources: readonly URL[],
  { config, presetConfig }: Output,
): Promise<ReadonlyMap<string, string>> {
  const texts = await Promise.all(sources.map((source) => readFile(source, 'utf8')));
  const documents = texts
    .flatMap((text) => [...text.matchAll(/graphql\(`([^`]+)`\)/g)])
    .map(([, rawSDL = '']) => ({ location: 'document', rawSDL, document: parse(rawSDL) }));
  const files = await preset.buildGeneratesSection({
    baseOutputDir: './',
    schema: parse(printSchema(schema)),
    schemaAst: schema,
    documents,
    config,
    presetConfig,
    plugins: [],
    pluginMap: {},
  });
  const written = files.map(async (file) => [file.filename.slice(2), await codegen(file)] as const);
  return new Map(await Promise.all(written));
}
