import { badUserInput } from '../../../errors/gateway-error.ts';
import { toPageRequest } from '../../../paging/page-request.ts';
import { firstRange } from '../../../paging/reading/read-ranges.ts';
import type { CustomerListRequest } from '../../customer-directory.ts';
import { type ListContext, orReported } from '../list-context.ts';
import { type CustomerLeg, toLegs } from './list-legs.ts';
import type { ListPlan } from './list-plan.ts';

/** The variant of a cursor whose walk did not yet know which list is shorter. */
export const UNDECIDED = 255;

/** Chooses the driving list, and keeps what it read to find out. */
export class DrivingListChooser {
  readonly #plan: ListPlan;
  readonly #request: CustomerListRequest;
  readonly #context: ListContext;
  readonly #legs = new Map<number, readonly CustomerLeg[]>();

  constructor(plan: ListPlan, request: CustomerListRequest, context: ListContext) {
    this.#plan = plan;
    this.#request = request;
    this.#context = context;
  }

  /** The variant before one is chosen; the only one if there is no choice. */
  get undecided(): number {
    return this.#plan.variants.length === 1 ? 0 : UNDECIDED;
  }

  /** The legs of a variant; none if it is UNDECIDED. */
  legsOf(variant: number): readonly CustomerLeg[] {
    if (variant === UNDECIDED && this.#plan.variants.length > 1) return [];
    const lists = this.#plan.variants[variant];
    if (lists === undefined) {
      throw badUserInput(
        'Expected a cursor of this list, got one issued under other settings. Start again without it.',
      );
    }
    const legs = this.#legs.get(variant) ?? toLegs({ context: this.#context, lists }, this.#request.order);
    this.#legs.set(variant, legs);
    return legs;
  }

  /** The variant with the fewest rows; the first of equals. UNDECIDED if a source does not respond. */
  async shortest(): Promise<number> {
    const { variants } = this.#plan;
    if (variants.length === 1) return 0;
    const counts = await Promise.allSettled(variants.map((_, variant) => this.#rowsOf(variant)));
    if (counts.every((count) => count.status === 'rejected')) throw counts[0]?.reason;
    const totals: (number | null)[] = [];
    for (const count of counts) {
      totals.push(
        count.status === 'fulfilled'
          ? count.value
          : await orReported(this.#context, Promise.reject(count.reason)),
      );
    }
    if (totals.includes(null)) return UNDECIDED;
    const known = totals.map((total) => total ?? Number.POSITIVE_INFINITY);
    return known.indexOf(Math.min(...known));
  }

  /** A list without a total counts as the longest possible. */
  async #rowsOf(variant: number): Promise<number> {
    // The page's own first read, so that choosing costs nothing extra.
    const wanted = Math.max(1, toPageRequest(this.#request.page).size);
    const pages = await Promise.all(
      this.legsOf(variant).map((leg) => leg.read(firstRange(wanted, leg), { fresh: false })),
    );
    return pages.reduce((sum, page) => sum + (page.total ?? Number.MAX_SAFE_INTEGER), 0);
  }
}
