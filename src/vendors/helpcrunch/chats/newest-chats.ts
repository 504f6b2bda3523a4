import DataLoader from 'dataloader';
import type { SourceCall } from '../../../customers/source-call.ts';
import { BatchSize } from '../../shared/look-up/batch-size.ts';
import type { EmailSearch } from '../criteria/search-traits.ts';
import { isBadRequest } from '../errors.ts';
import { HELPCRUNCH } from '../record.ts';
import type { ChatRequests } from './chat-requests.ts';
import { createChatProof } from './peel/chat-proof.ts';
import { type PersonChats, readNewest, type WantedChats } from './peel/read-newest.ts';
import { toPerson } from './person-chats.ts';

/** The newest chats of people, as one operation reads them: concurrent requests are combined into one search. */
export interface NewestChats {
  /** At least the `wanted` most recently created, or all. */
  load(key: string, wanted: number, call: SourceCall): Promise<PersonChats>;
}

export interface NewestChatsOptions {
  readonly requests: ChatRequests;
  /** HELPCRUNCH_SEARCH_BATCH. */
  readonly searchBatch: number;
  /** How many conditions a search for customers may have, as far as is known. */
  readonly customerBatch: Pick<BatchSize, 'size'>;
  readonly searchEmail: (email: string) => EmailSearch;
}

interface Asked {
  readonly key: string;
  readonly wanted: number;
}

export function createNewestChats(options: NewestChatsOptions): NewestChats {
  const { requests, searchBatch, customerBatch, searchEmail } = options;
  const batch = new BatchSize(searchBatch, {
    mayBeSize: isBadRequest,
    like: customerBatch,
    otherCause: () => requests.pages.rows,
  });
  const proof = createChatProof({ requests, size: batch, searchEmail });
  const operations = new WeakMap<SourceCall, { load(asked: Asked): Promise<PersonChats> }>();

  function open(call: SourceCall) {
    /** What was already read, and how many were wanted then. */
    const known = new Map<string, { readonly wanted: number; readonly found: Promise<PersonChats> }>();
    const loader = new DataLoader<Asked, PersonChats>(
      async (all) => {
        const most = new Map<string, number>();
        for (const { key, wanted } of all) most.set(key, Math.max(wanted, most.get(key) ?? 0));
        const people = [...most].map(
          ([key, wanted]): WantedChats => ({ person: toPerson(key, searchEmail), wanted }),
        );
        if (people.some(({ person }) => !person.isSure)) call.meter.warned?.(HELPCRUNCH, 'INCOMPLETE_SEARCH');
        const found = await readNewest(people, { requests, batch, proof }, call);
        const byKey = new Map([...most.keys()].map((key, index) => [key, found[index]]));
        return all.map(({ key }) => byKey.get(key) ?? new Error('A customer was not requested.'));
      },
      // Lists and single chats of one operation reach the same search at slightly different times.
      { cache: false, batchScheduleFn: (run) => void setImmediate(run) },
    );
    return {
      async load({ key, wanted }: Asked): Promise<PersonChats> {
        const before = known.get(key);
        if (before !== undefined) {
          const found = await before.found;
          if (found.isComplete || found.chats.length >= wanted) return found;
        }
        const found = loader.load({ key, wanted });
        known.set(key, { wanted, found });
        return found;
      },
    };
  }

  return {
    load(key, wanted, call) {
      const operation = operations.get(call) ?? open(call);
      operations.set(call, operation);
      return operation.load({ key, wanted });
    },
  };
}
