import { type ASTVisitor, GraphQLError, type ValidationContext } from 'graphql';
import type { GatewayPlugin } from '../request-state.ts';

/**
 * Refuses mutations and subscriptions in validation. The schema has none, but graphql's own rules let them through to
 * execution.
 */
export function useQueriesOnly(): GatewayPlugin {
  return {
    onValidate({ addValidationRule }) {
      addValidationRule(KnownOperationsRule);
    },
  };
}

export function KnownOperationsRule(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(node) {
      if (context.getSchema().getRootType(node.operation) != null) return;
      context.reportError(
        new GraphQLError(`Expected a query: this schema has no ${node.operation}s.`, { nodes: node }),
      );
    },
  };
}
