import type { PageEntry } from '../../paging/page.ts';
import type { PagingDirection, Position } from '../../paging/position.ts';

interface ReadPageFacts {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly resume: Position | null;
}

type Encode = (position: Position) => string;

/** One row of a page with its cursor. */
export class ListEdge<Listed> {
  readonly #entry: PageEntry<Listed>;
  readonly #encode: Encode;

  constructor(entry: PageEntry<Listed>, encode: Encode) {
    this.#entry = entry;
    this.#encode = encode;
  }

  protected get listed(): Listed {
    return this.#entry.node;
  }

  /** Encoded on access: a page of nodes needs two cursors, not a hundred. */
  get cursor(): string {
    return this.#encode(this.#entry.position);
  }
}

/**
 * Relay's PageInfo. If the page ended early, its last cursor is where to continue, beyond its last edge. Cursors are
 * encoded on access. It is a class because V8 creates a hidden class for each object literal with getters, which
 * retains everything the getters reference until the next full collection.
 */
export class ListPageInfo {
  readonly #page: ReadPageFacts;
  readonly #heading: PagingDirection;
  readonly #edges: readonly { readonly cursor: string }[];
  readonly #encode: Encode;

  constructor(
    page: ReadPageFacts,
    heading: PagingDirection,
    edges: readonly { readonly cursor: string }[],
    encode: Encode,
  ) {
    this.#page = page;
    this.#heading = heading;
    this.#edges = edges;
    this.#encode = encode;
  }

  get hasNextPage(): boolean {
    return this.#page.hasNextPage;
  }

  get hasPreviousPage(): boolean {
    return this.#page.hasPreviousPage;
  }

  get startCursor(): string | null {
    return this.#onward('BACKWARD') ?? this.#edges[0]?.cursor ?? this.#onward('FORWARD');
  }

  get endCursor(): string | null {
    return this.#onward('FORWARD') ?? this.#edges.at(-1)?.cursor ?? this.#onward('BACKWARD');
  }

  /** Where a page read in this direction continues, if that is not at an edge. */
  #onward(heading: PagingDirection): string | null {
    const { resume } = this.#page;
    return resume === null || heading !== this.#heading ? null : this.#encode(resume);
  }
}
