import type { HelpCrunchChat } from '../../../../customers/model/help-crunch-chat.ts';
import type { RowsPage } from '../wire/decode-chat.ts';

/** Notices in the pages of one list, newest first, that rows moved between them, or come in another order. */
export class OrderWatch {
  readonly #seen = new Set<string>();
  #total: number | null = null;
  #hasMoved = false;
  #isDisordered = false;

  /** Whether rows were repeated although their number stayed the same: others are missing then. */
  get hasMoved(): boolean {
    return this.#hasMoved;
  }

  get isDisordered(): boolean {
    return this.#isDisordered;
  }

  /** The next page is the first one of a list. */
  begin(): void {
    this.#seen.clear();
    this.#total = null;
  }

  /** @param overlap How many rows of the page were requested again on purpose. */
  saw({ rows, total }: RowsPage<HelpCrunchChat>, overlap: number): void {
    const again = rows.filter(({ chatId }) => this.#seen.has(chatId)).length;
    if (again > overlap && total === this.#total) this.#hasMoved = true;
    const times = rows.flatMap(({ createdAt }) => createdAt ?? []);
    if (times.some((time, index) => time > (times[index - 1] ?? time))) this.#isDisordered = true;
    for (const { chatId } of rows) this.#seen.add(chatId);
    this.#total = total;
  }
}
