import { useDeferStream } from '@graphql-yoga/plugin-defer-stream';
import type { GraphQLSchema } from 'graphql';
import { GatewayError } from '../../errors/gateway-error.ts';
import { httpError, notAcceptable } from '../http-error.ts';
import { acceptedTypes, accepts, FORM_OF_PARTS, INCREMENTAL_TYPES } from '../request/accept.ts';
import type { GatewayPlugin } from '../request-state.ts';
import { comesInParts } from './incremental-directives.ts';

/**
 * Supports `@defer` and `@stream` with Yoga's plugin, but without the plugin's copy of the rule that overlapping fields
 * must merge. That copy compares every pair of fields without graphql's limit: a document of 18 kB kept it busy for 50
 * seconds. graphql's own rule stays.
 *
 * Refuses an incremental operation before any request to a source: with 406 if the client does not accept incremental
 * responses, with 400 if `initialCount` is invalid.
 */
export function useIncrementalDelivery(): GatewayPlugin {
  const { onSchemaChange, onValidate } = useDeferStream() as unknown as GatewayPlugin;
  return {
    ...(onSchemaChange && { onSchemaChange }),
    onValidate(payload) {
      return onValidate?.({
        ...payload,
        params: { ...payload.params },
        addValidationRule: (rule) => {
          if (rule.name !== 'OverlappingFieldsCanBeMergedRule') payload.addValidationRule(rule);
        },
      });
    },
    onExecute({ args }) {
      if (!inParts(args)) return;
      const accept = (args.contextValue as { readonly request: Request }).request.headers.get('accept');
      if (accept && !accepts(INCREMENTAL_TYPES, acceptedTypes(accept))) {
        throw notAcceptable(
          `${INCREMENTAL_TYPES.join(' or ')} for an operation with @defer or @stream; ${FORM_OF_PARTS}`,
        );
      }
    },
  };
}

/** The schema as it is served: with `@defer` and `@stream`. */
export function withIncrementalDirectives(schema: GraphQLSchema): GraphQLSchema {
  let served = schema;
  const replaceSchema = (replacement: GraphQLSchema) => {
    served = replacement;
  };
  useIncrementalDelivery().onSchemaChange?.({ schema, replaceSchema });
  return served;
}

function inParts(args: Parameters<typeof comesInParts>[0]): boolean {
  try {
    return comesInParts(args);
  } catch (error) {
    throw error instanceof GatewayError ? httpError(error, 400) : error;
  }
}
