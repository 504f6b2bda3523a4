import type { CustomerKey } from '../../customers/customer-directory.ts';
import { badUserInput } from '../../errors/gateway-error.ts';
import type { GatewayContext } from '../context.ts';
import { customerKeyOfGlobalId } from '../customer/customer-key.ts';
import { nodeTypes } from '../shared/global-id.ts';
import { toTrimmedText } from '../shared/parse-input.ts';
import { pii, read, requireScopes } from '../shared/scopes.ts';
import { allVendorNodes, allVendors, vendorOf } from '../shared/vendor.ts';
import { askedThing } from '../shared/vendor-node.ts';
import { type AskedEntity, askedNode, askedRecord } from './node.ts';

/** How one key field of a representation is looked up. `path` names it in messages. */
type Reference = (value: string, context: GatewayContext, path: string) => AskedEntity;

const byEmail: Reference = (email, context, path) => {
  requireScopes(context.access, pii.requiresScopes, path);
  return { kind: 'FIND', key: { kind: 'email', value: toTrimmedText(email, path) } };
};

/** The key fields of an entity, the most reliable first: a representation with several is looked up by the first. */
function referencesTo(type: string): ReadonlyMap<string, Reference> {
  const vendor = vendorOf('type', type);
  if (vendor !== undefined) {
    return new Map<string, Reference>([
      ['id', (id, _context, path) => askedNode(id, path, type)],
      ['customerId', (id, _context, path) => askedRecord(vendor, id, path)],
    ]);
  }
  const thing = allVendorNodes().find(({ ref }) => ref.name === type);
  if (thing !== undefined) {
    return new Map<string, Reference>([
      ['id', (id, _context, path) => askedNode(id, path, type)],
      [thing.keyField, (id, _context, path) => askedThing(thing, id, path)],
    ]);
  }
  const byVendorsId = allVendors().map(({ source, toId, idField }): [string, Reference] => [
    idField.name,
    byCustomerKey((id, path) => ({ kind: 'record', source, id: toId(id, path) })),
  ]);
  return new Map([['id', byCustomerKey(customerKeyOfGlobalId)], ...byVendorsId, ['email', byEmail]]);
}

/** The key fields of an entity, each of which is sufficient. */
export function entityKeys(type: string): readonly string[] {
  return [...referencesTo(type).keys()];
}

/**
 * The entity that another subgraph refers to, e.g. `{ __typename: 'Customer', email: '…' }`; null if no source knows it
 * or its key is null. Throws BAD_USER_INPUT if it is malformed.
 */
export function askedEntity(
  representation: unknown,
  context: GatewayContext,
  path: string,
): AskedEntity | null {
  requireScopes(context.access, read.requiresScopes, path);
  const members =
    typeof representation === 'object' ? (representation as Readonly<Record<string, unknown>>) : null;
  const type = members?.__typename;
  if (typeof type !== 'string' || !nodeTypes().includes(type)) {
    throw badUserInput(`${path}: expected an object whose __typename is one of ${nodeTypes().join(', ')}.`);
  }
  const given = entityKeys(type).filter((key) => members?.[key] !== undefined);
  if (given.length === 0) {
    throw badUserInput(
      `${path}: expected one of the keys ${entityKeys(type).join(', ')} of ${type}, got none.`,
    );
  }
  const key = given.find((name) => members?.[name] !== null);
  if (key === undefined) return null;
  const reference = referencesTo(type).get(key);
  return reference?.(toKeyText(members?.[key], `${path}.${key}`), context, `${path}.${key}`) ?? null;
}

/** Other subgraphs may represent ids as numbers. */
function toKeyText(value: unknown, path: string): string {
  if (typeof value === 'string') return value;
  if (Number.isSafeInteger(value)) return String(value);
  throw badUserInput(`${path}: expected a string, got a value of type ${typeof value}.`);
}

function byCustomerKey(toKey: (value: string, path: string) => CustomerKey): Reference {
  return (value, _context, path) => ({ kind: 'FIND', key: toKey(value, path) });
}
