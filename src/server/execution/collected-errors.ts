import type { GraphQLError } from 'graphql';

/** A place in the answer: a field's response name or an item's index, and what it is in. */
export interface Place {
  readonly prev: Place | undefined;
  readonly key: string | number;
  readonly typename: string | undefined;
}

/**
 * The errors of an answer. Once a place is null by an error, what fails within it later is left out: the answer shows
 * nothing there that the error could be about.
 */
export class CollectedErrors {
  readonly errors: GraphQLError[] = [];
  readonly #places = new Set<Place | undefined>();

  /** @param place Which place is null; undefined: the whole answer. */
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
