/** What a front end shows of customers. Each client's example builds these two screens in the way that client wants. */
export interface CustomerScreens {
  /** The first page of everybody; what `loadNext` brings is added to it. */
  openList(order: 'SOURCE' | 'UPDATED_AT'): Promise<ListScreen>;
  /** Loyalty members, and what only HelpCrunch knows of them: their last visit. */
  openMembers(): Promise<MembersScreen>;
  /** One person by the id that the list gave, as the gateway knows them now and not as the client's cache does. */
  refetchPerson(id: string): Promise<Person | null>;
  close(): void;
}

export interface ListScreen {
  /** What is on the screen now. */
  rows(): readonly Person[];
  /** What each source contributed to the latest page. */
  sources(): readonly SourceLine[];
  hasNext(): boolean;
  loadNext(): Promise<void>;
}

/** A page that is complete, or says in its banner what it lacks. */
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

/** What a banner says: one line for each source that failed. */
export function bannerOf(sources: readonly SourceLine[]): readonly string[] {
  return sources.flatMap(({ error }) => (error ? [error.message ?? error.code] : []));
}

/** Rows a page. */
export const PAGE_SIZE = 50;
