/**
 * For `npx graphql-codegen --config codegen.config.ts`, of @graphql-codegen/cli with @graphql-codegen/client-preset.
 */
const config = {
  schema: 'http://127.0.0.1:4000/graphql',
  documents: ['./src/*.tsx'],
  generates: {
    './src/__generated__/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false, skipIndexFile: true },
      config: {
        useTypeImports: true,
        enumType: 'string-literal',
        strictScalars: true,
        scalars: {
          Date: 'string',
          DateTime: 'string',
          JSON: 'string | number | boolean | null',
          _Any: 'unknown',
        },
        importExtension: '.ts',
        emitLegacyCommonJSImports: false,
      },
    },
  },
} as const;

export default config;
