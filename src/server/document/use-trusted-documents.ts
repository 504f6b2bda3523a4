import { usePersistedOperations } from '@graphql-yoga/plugin-persisted-operations';
import { GatewayError } from '../../errors/gateway-error.ts';
import { httpError } from '../http-error.ts';
import { type GatewayPlugin, requestStateOf } from '../request-state.ts';
import type { TrustedDocuments } from './trusted-documents.ts';

/** Parameters that carry a document's id, in addition to Apollo's `extensions.persistedQuery.sha256Hash`. */
export const DOCUMENT_ID_PARAMS = ['documentId', 'doc_id', 'id'];

/**
 * Accepts a trusted document's id in place of its text, in Apollo's form (`extensions.persistedQuery`), Relay's
 * (`doc_id` or `id`), or as `documentId`. With `only`, other documents are refused, unless the text is identical to a
 * trusted document. Callers with the scope `documents:any` may send any text.
 */
export function useTrustedDocuments(documents: TrustedDocuments, only: boolean): readonly GatewayPlugin[] {
  const texts = new Set(documents.values());
  const refuseStrangers: GatewayPlugin = {
    onParams({ params, context }) {
      if (!only || requestStateOf(context).caller.access.may('documents:any')) return;
      if (params.query !== undefined && !texts.has(params.query)) {
        throw refusal('Only trusted documents are accepted here: send the id of one.', 403, 'FORBIDDEN');
      }
    },
  };
  const resolveIds = usePersistedOperations({
    allowArbitraryOperations: true,
    extractPersistedOperationId: (params, request) => documentId(params, request),
    getPersistedOperation: (id) => documents.get(id) ?? documents.get(id.replace(/^sha256:/, '')) ?? null,
    customErrors: {
      // Apollo Client recognizes this message and then sends the text.
      notFound: () =>
        refusal(
          only ? 'Expected the id of a trusted document, got an unknown id.' : 'PersistedQueryNotFound',
        ),
      keyNotFound: () => refusal('Expected `query`, or the id of a trusted document, got neither.'),
    },
  });
  return [refuseStrangers, resolveIds as unknown as GatewayPlugin];
}

/**
 * Refuses document ids when there are no trusted documents. Apollo's link recognizes the first message, without
 * explanation, and sends texts from then on.
 */
export function useNoTrustedDocuments(): GatewayPlugin {
  return {
    onParams({ params, request }) {
      if (params.query !== undefined || documentId(params, request) === null) return;
      const isApollo = (params.extensions as PersistedExtensions | undefined)?.persistedQuery !== undefined;
      throw refusal(
        isApollo
          ? 'PersistedQueryNotSupported'
          : 'PersistedQueryNotSupported: expected `query`, got the id of a document. This gateway knows no documents (TRUSTED_DOCUMENTS is not set).',
        isApollo ? 200 : 400,
      );
    },
  };
}

interface PersistedExtensions {
  readonly persistedQuery?: { readonly sha256Hash?: unknown };
}

function documentId(params: object, request: Request): string | null {
  const { extensions } = params as { extensions?: PersistedExtensions };
  const url = new URLSearchParams(request.url.split('?', 2)[1] ?? '');
  const candidates = [
    extensions?.persistedQuery?.sha256Hash,
    ...DOCUMENT_ID_PARAMS.map((name) => (params as Record<string, unknown>)[name] ?? url.get(name)),
  ];
  return candidates.find((candidate) => typeof candidate === 'string') ?? null;
}

function refusal(message: string, status = 400, code: 'BAD_USER_INPUT' | 'FORBIDDEN' = 'BAD_USER_INPUT') {
  return httpError(new GatewayError(code, message), status);
}
