/** Rows of a page if the client sets no number. */
export const DEFAULT_PAGE_SIZE = 20;

/** The most rows of a page. */
export const LARGEST_PAGE_SIZE = 100;

/** The most values in a list of emails, ids or names: CareCloud's documented maximum (`maxItems` 1000). */
export const MOST_VALUES = 1000;
