import type { GraphQLAnswer, Operation } from './contestant.ts';

/** Names the person who asks to a load balancer. */
export const SESSION_HEADER = 'x-session';

/** Sends an operation as clients do. */
export async function askOverHttp(
  { client, query, variables, signal, session }: Operation,
  fetch: (request: Request) => Promise<Response>,
): Promise<GraphQLAnswer> {
  const headers = { 'content-type': 'application/json', accept: 'application/json', 'x-api-key': client };
  const response = await fetch(
    new Request('http://gateway.example/graphql', {
      method: 'POST',
      headers: { ...headers, ...(session !== undefined && { [SESSION_HEADER]: session }) },
      body: JSON.stringify({ query, variables }),
      signal: signal ?? null,
    }),
  );
  return (await response.json()) as GraphQLAnswer;
}
