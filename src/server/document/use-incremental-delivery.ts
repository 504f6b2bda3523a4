import { useDeferStream } from '@graphql-yoga/plugin-defer-stream';
import type { GatewayPlugin } from '../request-state.ts';

/**
 * `@defer` and `@stream`, by Yoga's plugin, but for its own copy of the rule that overlapping fields must merge: it compares
 * every pair of fields, without graphql's limit, and a document of 18 kB kept it busy for 50 seconds. graphql's rule stays.
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
  };
}
