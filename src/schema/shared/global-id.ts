import { badUserInput } from '../../errors/gateway-error.ts';
import { textKind } from './parse-input.ts';

/** The types that have a global id. */
export type NodeTypeName = 'Customer' | 'CareCloudCustomer' | 'HelpCrunchCustomer';

const NODE_TYPES: readonly string[] = [
  'Customer',
  'CareCloudCustomer',
  'HelpCrunchCustomer',
] satisfies NodeTypeName[];

/** A global id: base64 of `TypeName:key`. Opaque to clients, and the same for the same thing at any time. */
export function encodeGlobalId(type: NodeTypeName, key: string): string {
  return Buffer.from(`${type}:${key}`).toString('base64');
}

/**
 * Reads a global id this gateway made. Anything else is BAD_USER_INPUT: other systems' ids, raw vendor ids,
 * base64 with a changed tail.
 * @param path Where it came from, for the message, e.g. `by.id`.
 */
export function decodeGlobalId(
  text: string,
  path: string,
): { readonly type: NodeTypeName; readonly key: string } {
  const plain = Buffer.from(text, 'base64').toString();
  const colon = plain.indexOf(':');
  const type = plain.slice(0, colon);
  const key = plain.slice(colon + 1);
  if (!isNodeType(type) || key === '' || encodeGlobalId(type, key) !== text) {
    throw badUserInput(
      `${path}: expected the \`id\` of a ${NODE_TYPES.join(' or ')} from this gateway, got ${textKind(text)} that is none.`,
    );
  }
  return { type, key };
}

function isNodeType(name: string): name is NodeTypeName {
  return NODE_TYPES.includes(name);
}
