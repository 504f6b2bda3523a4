import {
  type DocumentNode,
  type ExecutionArgs,
  type FragmentDefinitionNode,
  type GraphQLError,
  getOperationAST,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import { conditionOf, OperationPlan, type Variables } from './operation-plan.ts';

/** A document sent once, or invented to keep the server busy, is not worth the memory of a plan. */
const WORTH_KEEPING_AT = 3;

/** The most errors reported about variables, as in graphql's `execute`. */
const MOST_ERRORS = 50;

/** What is cached for a document. */
interface KnownDocument {
  uses: number;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /** Variables that `@skip` and `@include` read. */
  readonly conditions: readonly string[];
  /** By the operation and the values of its conditions. */
  readonly plans: Map<string, OperationPlan>;
  /** The maximum number of fields in all plans together. */
  readonly mostFields: number;
}

/** An operation with its coerced variables, or the errors in them. */
export type PlannedOperation =
  | {
      readonly plan: OperationPlan;
      /** Coerced by graphql's getVariableValues. */
      readonly variables: Variables;
      /** Call it after execution: plans grow as types are encountered, and one that grew too large is dropped. */
      readonly keep: () => void;
      readonly errors?: undefined;
    }
  | { readonly errors: readonly GraphQLError[] };

/** The plans of repeated documents. A document's third execution uses the plan of its first. */
export class PlannedOperations {
  /** A plan lives no longer than its document. The parse cache accounts for it: at most one field per token. */
  readonly #documents = new WeakMap<DocumentNode, KnownDocument>();

  /** Null for anything other than a query. */
  planned({ schema, document, operationName, variableValues }: ExecutionArgs): PlannedOperation | null {
    const operation = getOperationAST(document, operationName);
    if (operation?.operation !== 'query') return null;
    const given = getVariableValues(schema, operation.variableDefinitions ?? [], variableValues ?? {}, {
      maxErrors: MOST_ERRORS,
    });
    if (given.errors) return { errors: given.errors };
    const known = this.#known(document);
    known.uses++;
    const key = keyOf(operation, known, given.coerced);
    const plan = known.plans.get(key) ?? new OperationPlan(schema, operation, known.fragments);
    return { plan, variables: given.coerced, keep: () => keep(known, key, plan) };
  }

  #known(document: DocumentNode): KnownDocument {
    const cached = this.#documents.get(document);
    if (cached !== undefined) return cached;
    const known = readDocument(document);
    this.#documents.set(document, known);
    return known;
  }
}

function keyOf(operation: OperationDefinitionNode, known: KnownDocument, variables: Variables): string {
  const values = known.conditions.map((name) => String(variables[name]));
  return [operation.name?.value ?? '', ...values].join(' ');
}

function keep(known: KnownDocument, key: string, plan: OperationPlan): void {
  if (known.uses < WORTH_KEEPING_AT) return;
  known.plans.set(key, plan);
  let fields = 0;
  for (const { size } of known.plans.values()) fields += size;
  if (fields > known.mostFields) known.plans.delete(key);
}

function readDocument(document: DocumentNode): KnownDocument {
  const conditions = new Set<string>();
  visit(document, {
    Directive(node) {
      const name = conditionOf(node);
      if (name !== null) conditions.add(name);
    },
  });
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
  for (const one of document.definitions) {
    if (one.kind === Kind.FRAGMENT_DEFINITION) fragments[one.name.value] = one;
  }
  return {
    uses: 0,
    fragments,
    conditions: [...conditions],
    plans: new Map(),
    mostFields: document.tokenCount ?? 0,
  };
}
