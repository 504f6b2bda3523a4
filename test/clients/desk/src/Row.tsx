interface Person {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly sources: readonly string[];
  readonly lastSeenAt?: string | null;
}

const CHIPS: Readonly<Record<string, string>> = { CARECLOUD: 'member', HELPCRUNCH: 'chat' };

export function Row({ id, name, email, sources, lastSeenAt }: Person) {
  return (
    <li>
      <a href={`#${id}`}>
        <strong>{name ?? email ?? 'No name'}</strong>
        <span className="right">
          {sources.map((source) => (
            <span key={source} className="chip">
              {CHIPS[source] ?? source}
            </span>
          ))}
        </span>
        <small>{name && email}</small>
        <small className="right">{lastSeenAt && `seen ${toDay(lastSeenAt)}`}</small>
      </a>
    </li>
  );
}

/** `2025-06-29T17:32:22Z` as the reader's country writes days. */
export function toDay(time: string): string {
  return new Date(time).toLocaleDateString(undefined, { dateStyle: 'medium' });
}
