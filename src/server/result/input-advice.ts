import {
  type GraphQLInputType,
  type GraphQLNamedInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
} from 'graphql';

/** Adds what was expected to a GraphQL message about an input; returns other messages unchanged. */
export type Advise = (message: string) => string;

/**
 * Creates messages about expected input, in the schema's own names: GraphQL.js names the type that refused an input,
 * and this states what the type accepts, with an example. A client's own text is never repeated.
 */
export function createInputAdvice(schema: GraphQLSchema): Advise {
  const inputOf = (name: string | undefined): GraphQLNamedInputType | null => {
    const type = name === undefined ? undefined : schema.getType(name);
    return type !== undefined && isInputType(type) ? (type as GraphQLNamedInputType) : null;
  };
  return (message) => {
    const instead = INSTEAD.get(message);
    if (instead !== undefined) return instead;
    const bare = withoutSuggestions(message);
    for (const [pattern, advise] of ADVICE) {
      const name = pattern.exec(bare)?.[1];
      if (name === undefined) continue;
      const advice = advise(inputOf(name), schema, name);
      if (advice === null) return message;
      // A similar name helps with a misspelt one; for a value, the list of all values replaces it.
      const told = advise === definedFields ? message : bare;
      return `${/[.?]$/.test(told) ? told : `${told}.`} ${advice}`;
    }
    return message;
  };
}

/** Our words for messages that do not say what was expected: of GraphQL.js, and of Yoga. */
const INSTEAD: ReadonlyMap<string, string> = new Map([
  [
    'Validation aborted.',
    'The document selects fields of the same response name too often to compare them all. Expected each once per selection, and fewer fragments that repeat it.',
  ],
  [
    'Could not determine what operation to execute.',
    'Expected operationName to be the name of one of the document’s operations; it can be left out where there is only one.',
  ],
]);

/** The message without “Did you mean …?”, or without its remainder if the question was cut off. */
export function withoutSuggestions(message: string): string {
  return message.replace(/ ?Did you mean [^?]*(?:\?|$)/g, '');
}

type Advice = (type: GraphQLNamedInputType | null, schema: GraphQLSchema, name: string) => string | null;

/** Keyed by the messages of GraphQL.js 16; group 1 is the type or the argument. Each pattern is linear. */
const ADVICE: readonly (readonly [RegExp, Advice])[] = [
  [/^OneOf Input Object "(\w+)" must specify exactly one key\.$/, exactlyOne],
  [/^Variable "\$\w+"[^:]*: Exactly one key must be specified for OneOf type "(\w+)"\.$/, exactlyOne],
  [/The value does not exist in "(\w+)" enum\.$/, oneOfValues],
  [/Enum "(\w+)" cannot represent non-enum value\.$/, unquoted],
  [/Enum "(\w+)" cannot represent non-string value\.$/, oneOfValues],
  [/^Expected value of type "(\w+)"\.?$/, aValue],
  [/^Expected value of type "(\w+)!"\.?$/, aValueNotNull],
  [/: Expected type "(\w+)!?" to be an object\.$/, anObject],
  [/\bField "\w+" is not defined by type "(\w+)"\.$/, definedFields],
  [/^Field "(\w+)\.\w+" must be non-null\.$/, exactlyOne],
  [/^Field "(\w+)\.\w+" of required type "[^"]+" was not provided\.$/, anObject],
  [/: Field "\w+" of required type "\[?(\w+)[!\]]*" was not provided\.$/, aValue],
  [/^Field "\w+" argument "\w+" of type "\[?(\w+)[!\]]*" is required, but it was not provided\.$/, aValue],
  [/^Variable "\$\w+" of required type "\[?(\w+)[!\]]*" was not provided\.$/, aValue],
  [/\bExpected non-nullable type "\[?(\w+)[!\]]*" not to be null\.$/, aValue],
  [/^Variable "\$\w+" of non-null type "\[?(\w+)[!\]]*" must not be null\.$/, aValue],
  [/: Field "(\w+)" must be non-null\.$/, aKeyWith],
  [/\b(String|Int|Float|Boolean|ID) cannot represent (?:a )?non[^.]*\.$/, aScalar],
  [/^Argument "(\w+)" has invalid value\.$/, keyWithoutValue],
];

function exactlyOne(type: GraphQLNamedInputType | null): string | null {
  if (!isInputObjectType(type)) return null;
  const names = Object.keys(type.getFields());
  return `Expected exactly one of ${names.join(', ')}, such as ${exampleOf(type)}.`;
}

/** A variable that is null or missing in a non-null position: only keys are such positions. */
function keyWithoutValue(_: unknown, schema: GraphQLSchema, argument: string): string | null {
  const fields = Object.values(schema.getQueryType()?.getFields() ?? {});
  const type = fields
    .flatMap(({ args }) => args)
    .filter(({ name }) => name === argument)
    .map((one) => getNamedType(one.type))
    .find((one) => isInputObjectType(one) && one.isOneOf);
  if (!isInputObjectType(type)) return null;
  return `A variable in it is null or missing. ${exactlyOne(type)} Declare such a variable as non-null, such as $email: String!.`;
}

/** A null in a variable for a key: the message only has the name of the field. */
function aKeyWith(_: unknown, schema: GraphQLSchema, field: string): string | null {
  const keys = Object.values(schema.getTypeMap()).filter(
    (type) => isInputObjectType(type) && type.isOneOf === true && field in type.getFields(),
  );
  const [type] = keys;
  return keys.length === 1 && isInputObjectType(type) ? exactlyOne(type) : null;
}

function aScalar(_: unknown, __: GraphQLSchema, name: string): string | null {
  return SCALARS[name] ?? null;
}

const SCALARS: Readonly<Record<string, string>> = {
  String: 'Expected a text in quotes, such as "…".',
  ID: 'Expected an id in quotes, such as "…".',
  Int: 'Expected a whole number without quotes, such as 20.',
  Float: 'Expected a number without quotes, such as 1.5.',
  Boolean: 'Expected true or false, without quotes.',
};

function oneOfValues(type: GraphQLNamedInputType | null): string | null {
  return isEnumType(type) ? `Expected one of ${valuesOf(type)}.` : null;
}

function unquoted(type: GraphQLNamedInputType | null): string | null {
  return isEnumType(type)
    ? `Expected one of ${valuesOf(type)}, without quotes in a document, in quotes in JSON variables.`
    : null;
}

function anObject(type: GraphQLNamedInputType | null): string | null {
  if (!isInputObjectType(type)) return null;
  return type.isOneOf ? exactlyOne(type) : `Expected an object such as ${exampleOf(type)}.`;
}

/** For a field that does not exist: those that do. */
function definedFields(type: GraphQLNamedInputType | null): string | null {
  if (!isInputObjectType(type)) return null;
  return type.isOneOf ? exactlyOne(type) : `Expected one of ${Object.keys(type.getFields()).join(', ')}.`;
}

function aValue(type: GraphQLNamedInputType | null): string | null {
  return anObject(type) ?? oneOfValues(type);
}

/** For a literal that may have been null. */
function aValueNotNull(type: GraphQLNamedInputType | null): string | null {
  if (type === null) return null;
  return aValue(type) ?? `Expected a value such as ${exampleOf(type)}, not null.`;
}

const valuesOf = (type: Extract<GraphQLNamedInputType, { getValues(): unknown }>): string =>
  type
    .getValues()
    .map(({ name }) => name)
    .join(', ');

/** Example texts of the right form, with invented data. */
const SAMPLES: Readonly<Record<string, string>> = {
  email: '"jan.novak@example.com"',
  emails: '"jan.novak@example.com"',
  phone: '"+420 523 828 931"',
  lastName: '"Novák"',
  anyOf: '"VIP"',
  allOf: '"VIP"',
  noneOf: '"VIP"',
  value: 'YES',
};

const SAMPLES_BY_TYPE: Readonly<Record<string, string>> = {
  DateTime: '"2026-01-31T08:00:00Z"',
  Date: '"1985-02-12"',
  Int: '20',
  Float: '1.5',
  Boolean: 'true',
  ID: '"…"',
  String: '"…"',
};

/** An example value of the type as written in a document: its required fields, or else one field. */
function exampleOf(type: GraphQLInputType, field = '', depth = 0): string {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return `[${exampleOf(nullable.ofType, field, depth)}]`;
  if (isEnumType(nullable)) {
    const values = nullable.getValues().map(({ name }) => name);
    // The last value is the one a client has to choose explicitly; the first is often the default.
    return values.find((name) => name === SAMPLES[field]) ?? values.at(-1) ?? '';
  }
  if (!isInputObjectType(nullable)) {
    return SAMPLES[field] ?? SAMPLES_BY_TYPE[getNamedType(nullable).name] ?? '"…"';
  }
  const fields = Object.values(nullable.getFields());
  const needed = fields.filter((one) => isNonNullType(one.type));
  const shown = needed.length > 0 ? needed : fields.filter(({ name }) => name in SAMPLES).slice(0, 1);
  const members = (shown.length > 0 ? shown : fields.slice(0, 1)).map(
    (one) => `${one.name}: ${depth > 2 ? '…' : exampleOf(one.type, one.name, depth + 1)}`,
  );
  return `{ ${members.join(', ')} }`;
}
