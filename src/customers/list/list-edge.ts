import type { PageEntry } from '../../paging/page.ts';
import type { Position } from '../../paging/position.ts';

/** One row of a page with its cursor. */
export class ListEdge<Listed> {
  readonly #entry: PageEntry<Listed>;
  readonly #encode: (position: Position) => string;

  constructor(entry: PageEntry<Listed>, encode: (position: Position) => string) {
    this.#entry = entry;
    this.#encode = encode;
  }

  protected get listed(): Listed {
    return this.#entry.node;
  }

  /** Encoded when asked for: a page of nodes needs two cursors, not a hundred. */
  get cursor(): string {
    return this.#encode(this.#entry.position);
  }
}
