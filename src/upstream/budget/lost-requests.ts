/**
 * What other replicas had sent when the store lost it. Those that still run report theirs again; those of a replica
 * that ended count at the vendor all the same, so they are kept here until they leave the window.
 */
export class LostRequests {
  /** Ascending. */
  #times: readonly number[] = [];
  #until = Number.NEGATIVE_INFINITY;

  /**
   * The store may have lost requests.
   *
   * @param others When those were sent that others had sent within the window, as far as was known before.
   * @param until What is reported again was sent by then.
   */
  lost(others: readonly number[], until: number): void {
    this.#times = [...others, ...this.missing(others, Number.NEGATIVE_INFINITY)].sort(
      (one, other) => one - other,
    );
    this.#until = until;
  }

  /**
   * When those were sent, at the latest, that nobody reported again; ascending.
   *
   * @param others Those of other replicas that are known now.
   * @param since Those sent earlier do not count any more.
   */
  missing(others: readonly number[], since: number): readonly number[] {
    const times = this.#times.filter((at) => at > since);
    return times.slice(others.filter((at) => at > since && at <= this.#until).length);
  }
}
