const TITLES: Readonly<Record<string, string>> = { CARECLOUD: 'CareCloud', HELPCRUNCH: 'HelpCrunch' };

/** What people call a source, for messages; a source without a title is called by its name. */
export function titleOf(source: string): string {
  return TITLES[source] ?? source;
}
