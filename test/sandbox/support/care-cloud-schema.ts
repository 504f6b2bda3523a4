/** The parts of JSON Schema that the vendor's OpenAPI document uses for a customer and for errors. */
export type Schema = {
  readonly type: 'object' | 'array' | 'string' | 'integer';
  readonly nullable?: true;
  readonly enum?: readonly unknown[];
  readonly pattern?: RegExp;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
};

const text: Schema = { type: 'string' };
const integer: Schema = { type: 'integer' };
/** `YYYY-MM-DD HH:MM:SS` is in the descriptions, not in the schemas, but is checked as well. */
const time: Schema = { type: 'string', pattern: /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/ };
const consent: Schema = { type: 'integer', enum: [0, 1, 2] };
const object = (properties: Readonly<Record<string, Schema>>, required: readonly string[] = []): Schema => ({
  type: 'object',
  properties,
  required,
});
const texts = (...names: string[]): Record<string, Schema> =>
  Object.fromEntries(names.map((name) => [name, text]));

const EMAIL =
  /^[-a-z0-9!#$%&'*+\\/=?^_`{|}~]+(\.[-a-z0-9!#$%&'*+\\/=?^_`{|}~]+)*@([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\.)+[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])$/;

const CUSTOMER: Schema = object(
  {
    customer_id: text,
    personal_information: object(
      {
        ...texts('salutation', 'first_name', 'last_name', 'pre_nominals', 'post_nominals'),
        ...texts('language_id', 'store_id', 'photo_url'),
        gender: { type: 'integer', nullable: true, enum: [1, 2, 3, 4, 5] },
        birthdate: { type: 'string', pattern: /^\d{4}-\d{2}-\d{2}$/ },
        email: { type: 'string', pattern: EMAIL },
        phone: { type: 'string', pattern: /^[1-9][0-9]*$/ },
        address: object(
          texts(
            ...['address1', 'address2', 'address3', 'address4', 'address5', 'address6', 'address7'],
            ...['zip', 'city', 'country_code'],
          ),
        ),
        agreement: object({
          agreement_gtc: consent,
          agreement_profiling: consent,
          agreement_marketing_communication: consent,
          custom_agreements: {
            type: 'array',
            items: object({ agreement_id: text, agreement_value: consent }, [
              'agreement_id',
              'agreement_value',
            ]),
          },
        }),
        consents: {
          type: 'array',
          items: object({ consent_id: text, consent_value: consent, last_change: time }, [
            'consent_id',
            'consent_value',
          ]),
        },
      },
      ['language_id'],
    ),
    doi_email: time,
    doi_phone: time,
    last_change: time,
    state: { type: 'integer', enum: [0, 1, 2] },
  },
  ['personal_information'],
);

export const CUSTOMERS: Schema = object(
  {
    data: object({ customers: { type: 'array', items: CUSTOMER }, total_items: integer }, [
      'customers',
      'total_items',
    ]),
  },
  ['data'],
);

export const CUSTOMER_ALONE: Schema = object({ data: CUSTOMER }, ['data']);

export const LOGIN: Schema = object(
  {
    data: object(
      {
        bearer_token: text,
        valid_to: time,
        user: object(
          {
            ...texts(
              'user_id',
              'login',
              'first_name',
              'last_name',
              'email',
              'phone',
              'store_id',
              'last_login',
            ),
            user_role_ids: { type: 'array', items: text },
          },
          ['login', 'first_name', 'last_name', 'email'],
        ),
      },
      ['bearer_token', 'valid_to'],
    ),
  },
  ['data'],
);

const basicError = (errorData?: Schema): Schema =>
  object(
    {
      error: object(
        { ...texts('type', 'exception', 'title', 'detail'), ...(errorData && { error_data: errorData }) },
        [...['type', 'exception', 'title', 'detail'], ...(errorData ? ['error_data'] : [])],
      ),
    },
    ['error'],
  );

export const ERRORS: Readonly<Record<number, Schema>> = {
  400: basicError(
    object(
      { invalid_params: { type: 'array', items: object(texts('name', 'reason', 'value', 'message')) } },
      ['invalid_params'],
    ),
  ),
  401: basicError(object({})),
  403: object({
    error: object({
      ...texts('type', 'title', 'detail'),
      error_data: object(texts('invalid_resource_name', 'interface')),
    }),
  }),
  404: basicError(object(texts('resource_name', 'resource_id'), ['resource_name', 'resource_id'])),
  405: basicError(object(texts('http_method'), ['http_method'])),
  500: basicError(),
};

/** Every position where a value violates the schema, including unknown members. */
export const violations = (value: unknown, schema: Schema, at = '$'): string[] => {
  if (value === null && schema.nullable) return [];
  if (typeOf(value) !== schema.type) return [`${at}: expected ${schema.type}, got ${typeOf(value)}`];
  if (schema.enum && !schema.enum.includes(value)) return [`${at}: ${String(value)} is not allowed`];
  if (schema.pattern && !schema.pattern.test(value as string))
    return [`${at}: ${String(value)} does not match`];
  if (Array.isArray(value)) {
    return value.flatMap((item, position) =>
      schema.items ? violations(item, schema.items, `${at}[${position}]`) : [],
    );
  }
  if (schema.type !== 'object') return [];
  const members = value as Readonly<Record<string, unknown>>;
  return [
    ...(schema.required ?? []).filter((name) => !(name in members)).map((name) => `${at}.${name}: missing`),
    ...Object.entries(members).flatMap(([name, member]) => {
      const known = schema.properties?.[name];
      return known ? violations(member, known, `${at}.${name}`) : [`${at}.${name}: unknown`];
    }),
  ];
};

const typeOf = (value: unknown): string => {
  if (Array.isArray(value)) return 'array';
  if (value === null) return 'null';
  return Number.isInteger(value) ? 'integer' : typeof value;
};
