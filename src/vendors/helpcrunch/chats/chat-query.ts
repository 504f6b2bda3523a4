/** One condition of POST /chats/search. */
export interface ChatCondition {
  readonly field: string;
  readonly operator: '=' | '!=' | '>' | '>=' | '<' | '<=' | '~';
  readonly value: string | number | readonly { readonly name: string }[];
}

/** A flat search; null: the whole list, GET /chats. */
export type ChatQuery = {
  readonly comparison: 'AND' | 'OR';
  readonly conditions: readonly ChatCondition[];
} | null;
