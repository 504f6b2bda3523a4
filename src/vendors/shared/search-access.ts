import type { RecordPage, SourceState } from '../../customers/customer-source.ts';
import type { SourceCall } from '../../customers/source-call.ts';

/** The vendor's requests that show whether searching is possible. */
export interface SearchAccessOptions<Own> {
  /** One row of the plain list. */
  readonly listOne: (call: SourceCall) => Promise<RecordPage<Own>>;
  /** A search for an existing customer. */
  readonly findKnown: (id: string, call: SourceCall) => Promise<unknown>;
  readonly isForbidden: (error: unknown) => boolean;
  readonly isNotThere: (error: unknown) => boolean;
  readonly onChange?: (isAllowed: boolean) => void;
}

/**
 * The state of a source whose last request was a refused search: its lists still work, so their state counts.
 *
 * @param isListed Whether the last request for the whole list succeeded.
 */
export function stateBesideSearch(
  state: SourceState,
  { isSearchRefused, isListed }: { readonly isSearchRefused: boolean; readonly isListed: boolean },
): SourceState {
  if (state.status !== 'REJECTED' || !isSearchRefused || !isListed) return state;
  return { ...state, status: 'OK', error: null };
}

/** Whether searching works, in contrast to the plain list. */
export interface SearchAccess<Own> {
  /** Runs a search; a null result means "no match". Rejects if searching is not permitted, or not possible. */
  search(ask: () => Promise<RecordPage<Own> | null>, call: SourceCall): Promise<RecordPage<Own>>;
  /** Whether the last search was refused; the next may be permitted again. */
  readonly isRefused: boolean;
  /** Another process learned whether searching is allowed. */
  adopt(isRefused: boolean): void;
}

/**
 * Creates searches where "no match" may have other forms than an empty list: no body, `null`, or 404. These count once
 * the plain list has answered; a 404 counts only if a search for an existing customer is not a 404 too.
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
    adopt(refused) {
      isRefused = refused;
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

/** Runs once; a failure is not cached. */
function remembered<T>(work: (call: SourceCall) => Promise<T>): (call: SourceCall) => Promise<T> {
  let done: Promise<T> | undefined;
  return (call) => {
    // A simulated delay must not make other operations wait.
    if (call.sandboxFaults !== undefined) return done ?? work(call);
    done ??= work(call).catch((failure) => {
      done = undefined;
      throw failure;
    });
    return done;
  };
}
