import type { GraphQLResolveInfo } from 'graphql';
import type { InputSettings } from './shared/parse-input.ts';

/** What the schema takes from the settings. */
export interface SchemaOptions extends InputSettings {}

/** Where a built schema keeps its options: `extensions` are GraphQL.js's place for what belongs to a schema. */
export function schemaExtensions(options: SchemaOptions): Readonly<Record<string, unknown>> {
  return { customerGateway: options };
}

/** The options of the schema that is being executed. */
export function inputSettings(info: Pick<GraphQLResolveInfo, 'schema'>): InputSettings {
  return (info.schema.extensions.customerGateway as SchemaOptions | undefined) ?? {};
}
