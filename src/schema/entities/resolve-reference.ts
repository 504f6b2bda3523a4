import type { CustomerKey } from '../../customers/customer-directory.ts';
import { badUserInput } from '../../errors/gateway-error.ts';
import type { GatewayContext } from '../context.ts';
import { customerKeyOfGlobalId } from '../customer/customer-key.ts';
import type { NodeTypeName } from '../shared/global-id.ts';
import { toCareCloudId, toHelpCrunchId, toTrimmedText } from '../shared/parse-input.ts';
import { pii, read, requireScopes } from '../shared/scopes.ts';
import type { Entity } from '../shared/type-refs.ts';
import { findCareCloudCustomer, findHelpCrunchCustomer, findNode } from './node.ts';

/** How one key field of a representation is looked up. `path` names it in messages. */
type Reference = (value: string, context: GatewayContext, path: string) => Promise<Entity | null>;

/** The key fields of each entity, the surest first: a representation with several is looked up by the first. */
const referenceByKey: Record<NodeTypeName, Readonly<Record<string, Reference>>> = {
  Customer: {
    id: byCustomerKey(customerKeyOfGlobalId),
    careCloudId: byCustomerKey((id, path) => recordKey('CARECLOUD', toCareCloudId(id, path))),
    helpCrunchId: byCustomerKey((id, path) => recordKey('HELPCRUNCH', toHelpCrunchId(id, path))),
    email: (email, context, path) => {
      requireScopes(context.access, pii.requiresScopes, path);
      return context.directory.find({ kind: 'email', value: toTrimmedText(email, path) });
    },
  },
  CareCloudCustomer: {
    id: byOwnGlobalId('CareCloudCustomer'),
    customerId: findCareCloudCustomer,
  },
  HelpCrunchCustomer: {
    id: byOwnGlobalId('HelpCrunchCustomer'),
    customerId: findHelpCrunchCustomer,
  },
};

/** The key fields of an entity, each of which is enough. */
export function entityKeys(type: NodeTypeName): readonly string[] {
  return Object.keys(referenceByKey[type]);
}

/**
 * The entity another subgraph speaks of, e.g. `{ __typename: 'Customer', email: '…' }`; null when no source knows it or
 * its key is null. Rejects with BAD_USER_INPUT when it is malformed, for itself only.
 */
export async function findEntity(
  representation: unknown,
  context: GatewayContext,
  path: string,
): Promise<Entity | null> {
  requireScopes(context.access, read.requiresScopes, path);
  const members =
    typeof representation === 'object' ? (representation as Readonly<Record<string, unknown>>) : null;
  const type = members?.__typename;
  if (!isEntityType(type)) {
    throw badUserInput(
      `${path}: expected an object whose __typename is one of ${Object.keys(referenceByKey).join(', ')}.`,
    );
  }
  const given = entityKeys(type).filter((key) => members?.[key] !== undefined);
  if (given.length === 0) {
    throw badUserInput(
      `${path}: expected one of the keys ${entityKeys(type).join(', ')} of ${type}, got none.`,
    );
  }
  const key = given.find((name) => members?.[name] !== null);
  if (key === undefined) return null;
  const reference = referenceByKey[type][key];
  return (await reference?.(toKeyText(members?.[key], `${path}.${key}`), context, `${path}.${key}`)) ?? null;
}

function isEntityType(name: unknown): name is NodeTypeName {
  return typeof name === 'string' && Object.hasOwn(referenceByKey, name);
}

/** Other subgraphs may hold ids as numbers. */
function toKeyText(value: unknown, path: string): string {
  if (typeof value === 'string') return value;
  if (Number.isSafeInteger(value)) return String(value);
  throw badUserInput(`${path}: expected a text, got a value of type ${typeof value}.`);
}

function byCustomerKey(toKey: (value: string, path: string) => CustomerKey): Reference {
  return (value, { directory }, path) => directory.find(toKey(value, path));
}

function byOwnGlobalId(type: NodeTypeName): Reference {
  return (id, context, path) => findNode(id, context, path, type);
}

function recordKey(source: string, id: string): CustomerKey {
  return { kind: 'record', source, id };
}
