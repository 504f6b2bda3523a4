import type { GraphQLError } from 'graphql';

/** A position in the response: a field's response name or an item's index, and its parent. */
export interface Place {
  readonly prev: Place | undefined;
  readonly key: string | number;
  readonly typename: string | undefined;
}

/**
 * The errors of a response. After an error sets a position to null, later errors below it are left out, because the
 * response has no value there that they could refer to.
 */
export class CollectedErrors {
  readonly errors: GraphQLError[] = [];
  readonly #places = new Set<Place | undefined>();

  /** @param place The position that becomes null; undefined for the whole response. */
  add(error: GraphQLError, place: Place | undefined): void {
    if (this.#isNull(place)) return;
    this.#places.add(place);
    this.errors.push(error);
  }

  #isNull(place: Place | undefined): boolean {
    for (let at = place; at !== undefined; at = at.prev) if (this.#places.has(at)) return true;
    return this.#places.has(undefined);
  }
}
