const TITLES: Readonly<Record<string, string>> = { CARECLOUD: 'CareCloud', HELPCRUNCH: 'HelpCrunch' };

/** A source's name as people know it, for messages; a source without a title has its plain name. */
export function titleOf(source: string): string {
  return TITLES[source] ?? source;
}
