/** What a front end shows of customers. Each client's example builds these two screens in the way that client wants. */
export interface CustomerScreens {
  /** The first page of everybody; what `loadNext` brings is added to it. */
  openList(order: 'SOURCE' | 'UPDATED_AT'): Promise<ListScreen>;
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

export interface Person {
  readonly id: string;
  readonly name?: string | null | undefined;
  readonly email?: string | null | undefined;
}

export interface SourceLine {
  readonly source: string;
  readonly status: string;
  readonly error?:
    | { readonly code: string; readonly retryAfterSeconds?: number | null | undefined }
    | null
    | undefined;
}

/** Rows a page. */
export const PAGE_SIZE = 50;
