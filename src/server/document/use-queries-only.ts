import { type ASTVisitor, GraphQLError, type ValidationContext } from 'graphql';
import type { GatewayPlugin } from '../request-state.ts';

/** Refuses mutations and subscriptions in validation: this gateway reads, and graphql's own rules let them pass to execution. */
export function useQueriesOnly(): GatewayPlugin {
  return {
    onValidate({ addValidationRule }) {
      addValidationRule(KnownOperationsRule);
    },
  };
}

function KnownOperationsRule(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(node) {
      if (context.getSchema().getRootType(node.operation) != null) return;
      context.reportError(
        new GraphQLError(`Expected a query: this schema has no ${node.operation}s.`, { nodes: node }),
      );
    },
  };
}
