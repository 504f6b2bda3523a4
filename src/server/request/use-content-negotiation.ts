import { type DirectiveNode, type DocumentNode, Kind, visit } from 'graphql';
import { LRUCache } from 'lru-cache';
import { GatewayError } from '../../errors/gateway-error.ts';
import { httpError } from '../http-error.ts';
import type { GatewayPlugin } from '../request-state.ts';

const IN_PARTS = ['multipart/mixed', 'text/event-stream'];
const ANSWERS = ['application/graphql-response+json', 'application/json', ...IN_PARTS];

/**
 * Refuses (406) what no answer could suit, before any source is asked; Yoga alone finds out when it has the answer. Where
 * the client ranks types (`q=`), the first that Yoga reads becomes the one it likes best.
 */
export function useContentNegotiation(): GatewayPlugin {
  const readings = new LRUCache<string, AcceptReading>({ max: MOST_READINGS });
  return {
    onRequestParse({ request }) {
      const accept = request.headers.get('accept');
      if (!accept) return;
      const known = readings.get(accept) ?? readAccept(accept);
      readings.set(accept, known);
      if (!known.isTaken) {
        // Yoga would leave the body out: the client is told all the same (RFC 9110, section 15.5.7).
        request.headers.set('accept', 'application/json');
        throw notAcceptable(`one of ${ANSWERS.join(', ')}`);
      }
      if (known.ranked !== accept) request.headers.set('accept', known.ranked);
    },
    onExecute({ args: { document, variableValues, contextValue } }) {
      if (!comesInParts(document, variableValues ?? {})) return;
      const accept = (contextValue as { readonly request: Request }).request.headers.get('accept');
      if (accept && !isTaken(IN_PARTS, wantedTypes(accept))) {
        throw notAcceptable(`${IN_PARTS.join(' or ')} for an operation with @defer or @stream`);
      }
    },
  };
}

/** Clients of one kind all send the same header. */
const MOST_READINGS = 100;

interface AcceptReading {
  readonly isTaken: boolean;
  /** The header without weights: best first. As it came, if it had none. */
  readonly ranked: string;
}

function readAccept(accept: string): AcceptReading {
  const wanted = wantedTypes(accept);
  const ranked = /;\s*q=/i.test(accept) ? wanted.join(', ') : accept;
  return { isTaken: isTaken(ANSWERS, wanted), ranked };
}

/**
 * The media types of an Accept header, those liked best first, without those refused by `q=0`: a range that holds one of
 * those, such as `application/*`, is spelt out as what remains of it.
 */
function wantedTypes(accept: string): readonly string[] {
  const items = accept
    .toLowerCase()
    .split(',')
    .map((item) => ({
      type: item.replace(/;\s*q=[^;]*/, '').trim(),
      weight: Number(/;\s*q=([\d.]+)/.exec(item)?.[1] ?? 1),
    }));
  const refused = items.filter(({ weight }) => weight === 0).map(({ type }) => rangeOf(type));
  return items
    .filter(({ type, weight }) => type !== '' && weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .flatMap(({ type }) => {
      const range = rangeOf(type);
      // The narrower of two ranges is meant: what refuses everything else refuses nothing that is named.
      const narrower = refused.filter((one) => isIn(one, range));
      const isRefused = (answer: string) => narrower.some((one) => isIn(answer, one));
      const held = ANSWERS.filter((answer) => isIn(answer, range));
      return range.includes('*') && held.some(isRefused) ? held.filter((answer) => !isRefused(answer)) : type;
    });
}

/** Whether a wanted type, or a range such as `text/*`, is one of these. Only UTF-8 is written. */
function isTaken(types: readonly string[], wanted: readonly string[]): boolean {
  return wanted.some((one) => {
    const charset = parametersOf(one).find((parameter) => parameter.startsWith('charset='));
    if (charset !== undefined && charset !== 'charset=utf-8') return false;
    return types.some((type) => isIn(type, rangeOf(one)));
  });
}

/** A wanted type without its parameters. */
function rangeOf(wanted: string): string {
  return wanted.split(';')[0]?.trim() ?? '';
}

function parametersOf(wanted: string): readonly string[] {
  return wanted.split(/\s*;\s*/).slice(1);
}

function isIn(type: string, range: string): boolean {
  if (range === '*/*') return true;
  return range.endsWith('/*') ? type.startsWith(range.slice(0, -1)) : type === range;
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
