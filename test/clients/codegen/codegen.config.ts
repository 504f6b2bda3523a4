/**
 * For `npx graphql-codegen --config codegen.config.ts`, of @graphql-codegen/cli with @graphql-codegen/client-preset.
 */
const config = {
  schema: 'http://127.0.0.1:4000/graphql',
  documents: ['./customer-screens.ts'],
  generates: {
    './__generated__/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false, skipIndexFile: true },
      config: {
        // Documents as strings: no graphql package in the bundle.
        documentMode: 'string',
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
