import type { SandboxRequest } from '../../../../src/sandbox/sandbox-request.ts';

/** What a request is for, told by its path and its body: so that the report can say what spends the budget. */
export function purposeOf({ method, path, body }: Pick<SandboxRequest, 'method' | 'path' | 'body'>): string {
  const { filter = [] } = (typeof body === 'object' && body !== null ? body : {}) as {
    filter?: readonly { readonly field: string; readonly operator: string }[];
  };
  if (path === '/chats/search') return 'chats of people';
  if (method === 'GET') return path === '/customers' ? 'page of the list' : 'record by id';
  if (path !== '/customers/search') return path;
  const fields = new Set(filter.map(({ field }) => field));
  if (fields.has('customers.tagsData')) return 'page of a segment';
  if (filter.some(({ operator }) => operator === '~')) return 'search for texts';
  return 'look-up of people';
}
