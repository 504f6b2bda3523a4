import { type DirectiveNode, type DocumentNode, Kind, visit } from 'graphql';
import { LRUCache } from 'lru-cache';
import { GatewayError } from '../../errors/gateway-error.ts';
import { httpError } from '../http-error.ts';
import type { GatewayPlugin } from '../request-state.ts';
import {
  type AcceptReading,
  acceptedTypes,
  accepts,
  INCREMENTAL_TYPES,
  RESPONSE_TYPES,
  readAccept,
} from './accept.ts';

/** Clients of one kind all send the same header. */
const MOST_READINGS = 100;

/**
 * Refuses (406) a request whose Accept header no response can suit, before any source is asked; Yoga alone would find out
 * after the operation ran. Where the client weighs types (`q=`), the header is rewritten with its favourite first, because
 * Yoga takes the first type it knows.
 */
export function useContentNegotiation(): GatewayPlugin {
  const readings = new LRUCache<string, AcceptReading>({ max: MOST_READINGS });
  return {
    onRequestParse({ request }) {
      const accept = request.headers.get('accept');
      if (!accept) return;
      const known = readings.get(accept) ?? readAccept(accept);
      readings.set(accept, known);
      if (!known.isAcceptable) {
        // Yoga would leave the body out: the client is told all the same (RFC 9110, section 15.5.7).
        request.headers.set('accept', 'application/json');
        throw notAcceptable(`one of ${RESPONSE_TYPES.join(', ')}`);
      }
      if (known.ranked !== accept) request.headers.set('accept', known.ranked);
    },
    onExecute({ args: { document, variableValues, contextValue } }) {
      if (!comesInParts(document, variableValues ?? {})) return;
      const accept = (contextValue as { readonly request: Request }).request.headers.get('accept');
      if (accept && !accepts(INCREMENTAL_TYPES, acceptedTypes(accept))) {
        throw notAcceptable(`${INCREMENTAL_TYPES.join(' or ')} for an operation with @defer or @stream`);
      }
    },
  };
}

const directivesByDocument = new WeakMap<DocumentNode, readonly DirectiveNode[]>();

/** Whether `@defer` or `@stream` is surely in force; of several operations it is not known which has it. */
function comesInParts(document: DocumentNode, variables: Readonly<Record<string, unknown>>): boolean {
  let directives = directivesByDocument.get(document);
  if (directives === undefined) {
    const found: DirectiveNode[] = [];
    visit(document, {
      Directive(node) {
        if (node.name.value === 'defer' || node.name.value === 'stream') found.push(node);
      },
    });
    const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
    directives = operations.length === 1 ? found : [];
    directivesByDocument.set(document, directives);
  }
  return directives.some((directive) => {
    const condition = directive.arguments?.find(({ name }) => name.value === 'if')?.value;
    if (condition === undefined) return true;
    if (condition.kind === Kind.VARIABLE) return variables[condition.name.value] === true;
    return condition.kind === Kind.BOOLEAN && condition.value;
  });
}

function notAcceptable(expected: string) {
  return httpError(
    new GatewayError('BAD_USER_INPUT', `Expected the header accept to take ${expected}.`),
    406,
  );
}
