/**
 * The parts of an OpenAPI 3.0 schema that the vendor's document uses for loyalty data; `$ref` contains a schema's name.
 */
export type OpenApiSchema = {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly nullable?: boolean;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, OpenApiSchema>>;
  readonly items?: OpenApiSchema;
  readonly oneOf?: readonly OpenApiSchema[];
};

/** Every position where a value violates the schema, including unknown members. */
export const openApiViolations = (
  value: unknown,
  schema: OpenApiSchema,
  schemas: Readonly<Record<string, OpenApiSchema>>,
  at = '$',
): readonly string[] => {
  if (schema.$ref !== undefined) return openApiViolations(value, schemas[schema.$ref] ?? {}, schemas, at);
  if (schema.oneOf) {
    const fits = schema.oneOf.some((each) => openApiViolations(value, each, schemas, at).length === 0);
    return fits ? [] : [`${at}: fits none of ${schema.oneOf.length}`];
  }
  if (value === null) return schema.nullable ? [] : [`${at}: null`];
  if (schema.type !== undefined && !isOfType(value, schema.type)) {
    return [`${at}: expected ${schema.type}, got ${typeof value}`];
  }
  if (schema.enum && !schema.enum.includes(value)) return [`${at}: ${String(value)} is not allowed`];
  if (Array.isArray(value)) {
    return value.flatMap((item, index) =>
      openApiViolations(item, schema.items ?? {}, schemas, `${at}[${index}]`),
    );
  }
  if (typeof value !== 'object' || schema.properties === undefined) return [];
  const members = value as Readonly<Record<string, unknown>>;
  const { properties, required = [] } = schema;
  return [
    ...required.filter((name) => !(name in members)).map((name) => `${at}.${name}: missing`),
    ...Object.entries(members).flatMap(([name, member]) => {
      const known = properties[name];
      return known ? openApiViolations(member, known, schemas, `${at}.${name}`) : [`${at}.${name}: unknown`];
    }),
  ];
};

const isOfType = (value: unknown, type: string): boolean => {
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'object') return typeof value === 'object' && !Array.isArray(value);
  return typeof value === type;
};
