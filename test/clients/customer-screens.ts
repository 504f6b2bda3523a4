/** A front end's screens of customers. Each client's example builds these two screens in its usual way. */
export interface CustomerScreens {
  /** The first page of all customers; `loadNext` appends to it. */
  openList(order: 'SOURCE' | 'UPDATED_AT'): Promise<ListScreen>;
  /** Loyalty members, with a field that only HelpCrunch has: their last visit. */
  openMembers(): Promise<MembersScreen>;
  /** Fetches one person by the list's id from the gateway, bypassing the client's cache. */
  refetchPerson(id: string): Promise<Person | null>;
  close(): void;
}

export interface ListScreen {
  /** The rows currently shown. */
  rows(): readonly Person[];
  /** What each source contributed to the latest page. */
  sources(): readonly SourceLine[];
  hasNext(): boolean;
  loadNext(): Promise<void>;
}

/** A complete page, or one with a banner about what is missing. */
interface MembersScreen {
  readonly rows: readonly Member[];
  readonly sources: readonly SourceLine[];
}

export interface Member extends Person {
  readonly lastSeenAt?: string | null | undefined;
}

export interface Person {
  readonly id: string;
  readonly name?: string | null | undefined;
  readonly email?: string | null | undefined;
}

export interface SourceLine {
  readonly source: string;
  readonly status: string;
  readonly error?:
    | {
        readonly code: string;
        readonly message?: string;
        readonly retryAfterSeconds?: number | null | undefined;
      }
    | null
    | undefined;
}

/** The banner's text: one line per failed source. */
export function bannerOf(sources: readonly SourceLine[]): readonly string[] {
  return sources.flatMap(({ error }) => (error ? [error.message ?? error.code] : []));
}

/** Rows per page. */
export const PAGE_SIZE = 50;
