import type { DocumentNode, ExecutionArgs } from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';
import type { GatewayPlugin } from './exchange.ts';
import { isIncremental } from './use-incremental-delivery.ts';

const MOST_DOCUMENTS = 500;
/** Compiling costs as much as some executions: documents sent once (or made up to keep us busy) are not worth it. */
const WORTH_COMPILING_AT = 2;

/** What is known of a document; one compiled query per operation name, null where it cannot be compiled. */
interface Entry {
  uses: number;
  readonly isIncremental: boolean;
  readonly compiled: Map<string, CompiledQuery | null>;
}

/**
 * Executes operations that come again by compiled functions (graphql-jit), several times faster on long pages. What it does
 * not do (`@defer`, `@stream`, subscriptions) and what does not compile goes to the usual executor.
 */
export function useJit(): GatewayPlugin {
  const entries = new LRUCache<DocumentNode, Entry>({ max: MOST_DOCUMENTS });

  function compiledFor({ schema, document, operationName }: ExecutionArgs): CompiledQuery | null {
    const entry = entries.get(document) ?? {
      uses: 0,
      isIncremental: isIncremental(document),
      compiled: new Map(),
    };
    entries.set(document, entry);
    if (++entry.uses < WORTH_COMPILING_AT || entry.isIncremental) return null;
    const name = operationName ?? '';
    const known = entry.compiled.get(name);
    if (known !== undefined) return known;
    const compiled = compileQuery(schema, document, operationName ?? undefined);
    const query = isCompiledQuery(compiled) ? compiled : null;
    entry.compiled.set(name, query);
    return query;
  }

  return {
    onExecute({ args, executeFn, setExecuteFn }) {
      const compiled = compiledFor(args);
      if (compiled === null) return;
      setExecuteFn((run: ExecutionArgs) => {
        const result = compiled.query(run.rootValue, run.contextValue, run.variableValues);
        // Variables that do not fit: nothing has run yet, and the usual executor says more precisely what is wrong.
        return 'then' in result || 'data' in result ? result : executeFn(run);
      });
    },
  };
}
