import type { RecordPage, SourceState } from '../../customers/customer-source.ts';
import type { SourceCall } from '../../customers/source-call.ts';

/** What the vendor's requests are made of, where they tell whether it can be searched. */
export interface SearchAccessOptions<Own> {
  /** One row of the plain list. */
  readonly listOne: (call: SourceCall) => Promise<RecordPage<Own>>;
  /** A search for a customer who exists. */
  readonly findKnown: (id: string, call: SourceCall) => Promise<unknown>;
  readonly isForbidden: (error: unknown) => boolean;
  readonly isNotThere: (error: unknown) => boolean;
  readonly onChange?: (isAllowed: boolean) => void;
}

/**
 * The state of a source whose last request was a search that it does not allow: its lists go on, so it is as they are.
 *
 * @param isListed The whole list, when last asked for, came.
 */
export function stateBesideSearch(
  state: SourceState,
  { isSearchRefused, isListed }: { readonly isSearchRefused: boolean; readonly isListed: boolean },
): SourceState {
  if (state.status !== 'REJECTED' || !isSearchRefused || !isListed) return state;
  return { ...state, status: 'OK', error: null };
}

/** What is known of searching beside the plain list. */
export interface SearchAccess<Own> {
  /** A search; null stands for "nobody". Rejects where searching is not allowed, or not possible. */
  search(ask: () => Promise<RecordPage<Own> | null>, call: SourceCall): Promise<RecordPage<Own>>;
  /** Whether the last search was refused as such: the next may be allowed again. */
  readonly isRefused: boolean;
}

/**
 * Searches, where "nobody" may come in other forms than an empty list: no body, `null`, or 404. These count once the plain
 * list has answered; a 404 only where a search for somebody who exists is not one, too.
 */
export function createSearchAccess<Own>(options: SearchAccessOptions<Own>): SearchAccess<Own> {
  const { listOne, findKnown, isForbidden, isNotThere, onChange } = options;
  let isRefused = false;
  const listed = remembered(listOne);
  const meaningOf404 = remembered(async (call) => {
    const somebody = (await listed(call)).records.find(({ isUnreadable }) => isUnreadable !== true);
    if (somebody === undefined) return 'NOBODY';
    try {
      await findKnown(somebody.id, call);
      return 'NOBODY';
    } catch (error) {
      if (isNotThere(error)) return 'NO_SEARCH';
      throw error;
    }
  });

  function tell(refused: boolean): void {
    if (refused === isRefused) return;
    isRefused = refused;
    onChange?.(!refused);
  }

  return {
    get isRefused() {
      return isRefused;
    },
    async search(ask, call) {
      try {
        const page = await ask();
        tell(false);
        if (page !== null) return page;
      } catch (error) {
        const isSearch = isNotThere(error) && (await meaningOf404(call)) === 'NO_SEARCH';
        if (isForbidden(error) || isSearch) tell(true);
        if (!isNotThere(error) || isSearch) throw error;
      }
      await listed(call);
      return { records: [], total: 0 };
    },
  };
}

/** Done once; a failure is not remembered. */
function remembered<T>(work: (call: SourceCall) => Promise<T>): (call: SourceCall) => Promise<T> {
  let done: Promise<T> | undefined;
  return (call) => {
    // How slowly an operation asked the source to answer is nothing for others to wait for.
    if (call.sandboxFaults !== undefined) return done ?? work(call);
    done ??= work(call).catch((failure) => {
      done = undefined;
      throw failure;
    });
    return done;
  };
}
