import { badUserInput } from '../errors/gateway-error.ts';
import { DEFAULT_PAGE_SIZE, LARGEST_PAGE_SIZE } from './limits.ts';
import type { PagingDirection } from './position.ts';

/** Relay's connection arguments as received. */
export interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

export interface PageRequest {
  readonly heading: PagingDirection;
  readonly size: number;
  /** The cursor to continue from. */
  readonly cursor: string | null;
}

/**
 * Determines the requested page: `first`/`after` reads forward, `last`/`before` backward (Relay Cursor Connections,
 * §4). BAD_USER_INPUT for a size outside 0 … 100, for both directions at once, and for a cursor of the other direction.
 */
export function toPageRequest(page: PageArguments): PageRequest {
  const { first, last } = page;
  // Apollo's relayStylePagination sends an empty string without a cursor.
  const [after, before] = [page.after || null, page.before || null];
  if (first != null && last != null) {
    throw badUserInput(
      'Expected `first` or `last`, got both. Page forward with first/after, backward with last/before.',
    );
  }
  const backward = last != null || (first == null && before !== null);
  if (backward && after !== null) {
    throw badUserInput('Expected `before` with `last`, got `after`. Page backward with last/before.');
  }
  if (!backward && before !== null) {
    throw badUserInput('Expected `after` with `first`, got `before`. Page forward with first/after.');
  }
  const [name, asked] = backward ? ['last', last] : ['first', first];
  const size = asked ?? DEFAULT_PAGE_SIZE;
  if (!Number.isInteger(size) || size < 0 || size > LARGEST_PAGE_SIZE) {
    throw badUserInput(`Expected \`${name}\` from 0 to ${LARGEST_PAGE_SIZE}, got ${size}.`);
  }
  return { heading: backward ? 'BACKWARD' : 'FORWARD', size, cursor: backward ? before : after };
}
