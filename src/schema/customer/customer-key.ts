import type { CustomerKey } from '../../customers/customer-directory.ts';
import { badUserInput } from '../../errors/gateway-error.ts';
import { builder } from '../builder.ts';
import { decodeGlobalId } from '../shared/global-id.ts';
import { type InputSettings, present, toPhone, toTrimmedText } from '../shared/parse-input.ts';
import { piiInput } from '../shared/scopes.ts';
import { allVendors, vendorOf } from '../shared/vendor.ts';

export const customerKeyInput = builder.inputType('CustomerKey', {
  description:
    'One way to identify a person: set exactly one of these, e.g. `{ email: "lana.red@example.com" }`. Every key of a person leads to the same customer with the same `id`. When a key matches several people, active CareCloud accounts win, then the most recently changed.',
  isOneOf: true,
  directives: [{ name: 'oneOf', args: {} }],
  fields: (t) => ({
    id: t.id({ description: 'The `id` of a `Customer` from this gateway. Other ids are refused.' }),
    email: t.string({
      ...piiInput,
      description: 'Email address; letter case does not matter. Needs the scope `customers:pii`.',
    }),
    phone: t.string({
      ...piiInput,
      description:
        'Phone number in any usual notation with its country code, e.g. `"+420 523 828 931"` or `"00420523828931"`. Needs the scope `customers:pii`.',
    }),
    ...Object.fromEntries(
      allVendors().flatMap(({ keys }) =>
        keys.map((key) => {
          const { name, description } = key;
          if (key.kind === 'id') return [name, t.id({ description })];
          if (key.kind === 'userId') return [name, t.string({ ...piiInput, description })];
          const scopes = key.isPersonal ? piiInput : {};
          return [name, t.field({ ...scopes, type: key.type, description })];
        }),
      ),
    ),
  }),
});

/** The input `CustomerKey` as received from GraphQL. */
export type CustomerKeyInput = Readonly<Record<string, unknown>>;

type ToKey = (input: unknown, path: string, settings: InputSettings) => CustomerKey;

const sharedKeys: Readonly<Record<string, ToKey>> = {
  id: (text, path) => customerKeyOfGlobalId(String(text), path),
  email: (text, path) => ({ kind: 'email', value: toTrimmedText(String(text), path) }),
  phone: (text, path, settings) => ({ kind: 'phone', value: toPhone(String(text), path, settings) }),
};

/** How each member of `CustomerKey` identifies a person. */
function toKeys(): ReadonlyMap<string, ToKey> {
  const ofVendors = allVendors().flatMap(({ source, toId, keys }) =>
    keys.map((key): [string, ToKey] => {
      if (key.kind === 'id') {
        return [key.name, (id, path) => ({ kind: 'record', source, id: toId(String(id), path) })];
      }
      if (key.kind === 'userId') {
        const toValue = (text: unknown, path: string) => toTrimmedText(String(text), path);
        return [key.name, (text, path) => ({ kind: 'userId', source, value: toValue(text, path) })];
      }
      const { name, finder, parse } = key;
      return [name, (input, path) => ({ kind: 'found', source, finder, value: parse(input, path) })];
    }),
  );
  return new Map([...Object.entries(sharedKeys), ...ofVendors]);
}

/** Validates the key before any request: exactly one member, with a valid value. */
export function toCustomerKey(input: CustomerKeyInput, settings: InputSettings, path = 'by'): CustomerKey {
  const [entry, ...others] = Object.entries(present(input));
  const keys = toKeys();
  const toKey = entry && keys.get(entry[0]);
  // Not every executor enforces @oneOf.
  if (entry === undefined || toKey === undefined || others.length > 0) {
    const came = entry === undefined ? 'none' : `${others.length + 1}`;
    throw badUserInput(`${path}: expected exactly one of ${[...keys.keys()].join(', ')}, got ${came}.`);
  }
  const [name, value] = entry;
  return toKey(value, `${path}.${name}`, settings);
}

/** The customer of a global id of type Customer, e.g. `Customer:CARECLOUD:8ea…`. */
export function customerKeyOfGlobalId(text: string, path: string): CustomerKey {
  const { type, key } = decodeGlobalId(text, path, ['Customer']);
  if (type !== 'Customer') {
    throw badUserInput(`${path}: expected the \`id\` of a Customer, got the \`id\` of a ${type}.`);
  }
  return customerKeyOfNode(key, path);
}

/** The customer of the key part of a global id, e.g. `CARECLOUD:8ea…`. */
export function customerKeyOfNode(key: string, path: string): CustomerKey {
  const colon = key.indexOf(':');
  const source = key.slice(0, colon);
  const id = key.slice(colon + 1);
  const vendor = vendorOf('source', source);
  if (vendor !== undefined) return { kind: 'customer', source, id: vendor.toId(id, path) };
  throw badUserInput(`${path}: expected the \`id\` of a Customer from this gateway, got another kind of id.`);
}
