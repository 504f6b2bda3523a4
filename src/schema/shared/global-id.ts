import { badUserInput } from '../../errors/gateway-error.ts';
import { textKind } from './parse-input.ts';
import { allVendorNodes, allVendors } from './vendor.ts';

/** The names of the types with a global id. */
export function nodeTypes(): readonly string[] {
  return ['Customer', ...[...allVendors(), ...allVendorNodes()].map(({ ref }) => ref.name)];
}

/** A global id: base64 of `TypeName:key`. Opaque to clients and stable. */
export function encodeGlobalId(type: string, key: string): string {
  return Buffer.from(`${type}:${key}`).toString('base64');
}

/**
 * Parses a global id of this gateway. Anything else is BAD_USER_INPUT: ids of other systems, raw vendor ids, base64
 * with a changed end.
 * @param path Where it came from, for the message, e.g. `by.id`.
 * @param expected The types to name in the message; all by default.
 */
export function decodeGlobalId(
  text: string,
  path: string,
  expected: readonly string[] = nodeTypes(),
): { readonly type: string; readonly key: string } {
  const plain = Buffer.from(text, 'base64').toString();
  const colon = plain.indexOf(':');
  const type = plain.slice(0, colon);
  const key = plain.slice(colon + 1);
  if (!nodeTypes().includes(type) || key === '' || encodeGlobalId(type, key) !== text) {
    throw badUserInput(
      `${path}: expected the \`id\` of a ${expected.join(', ')} from this gateway, got ${textKind(text)} that is not one.`,
    );
  }
  return { type, key };
}
