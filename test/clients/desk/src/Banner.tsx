import { CombinedGraphQLErrors } from '@apollo/client';
import type { FormEvent } from 'react';
import { setApiKey } from './client.ts';

interface BannerProps {
  /** The `sources` of a list or a search: what each source contributed, or why it did not. */
  readonly sources?: readonly SourceLine[] | undefined;
  /** What failed as a whole: no key, a wrong id, no connection. */
  readonly error?: unknown;
  readonly retry: () => unknown;
}

interface SourceLine {
  readonly status: string;
  readonly error: { readonly message: string } | null;
}

/** Names the source that failed, above the rows that came all the same. */
export function Banner({ sources = [], error, retry }: BannerProps) {
  const problems = [...sources.flatMap(failureOf), ...explain(error)];
  if (problems.length === 0) return null;
  return (
    <div className="banner" role="alert">
      <div>
        {problems.map((problem) => (
          <p key={problem}>{problem}</p>
        ))}
      </div>
      {wantsKey(error) ? (
        <KeyForm />
      ) : (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}

function failureOf({ status, error }: SourceLine): readonly string[] {
  if (error === null) return [];
  return [
    `${error.message} ${status === 'STALE' ? 'Its last known data is shown.' : 'Its data is missing here.'}`,
  ];
}

/** The gateway's own messages say what to do; without an answer there is but one thing to say. */
export function explain(error: unknown): readonly string[] {
  if (CombinedGraphQLErrors.is(error)) return [...new Set(error.errors.map(({ message }) => message))];
  return error ? ['The gateway cannot be reached.'] : [];
}

function wantsKey(error: unknown): boolean {
  if (!CombinedGraphQLErrors.is(error)) return false;
  return error.errors.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED');
}

function KeyForm() {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const key = new FormData(event.currentTarget).get('key');
    if (typeof key === 'string' && key) void setApiKey(key);
  };
  return (
    <form onSubmit={submit}>
      <input name="key" type="password" autoComplete="off" aria-label="API key" placeholder="API key" />
      <button type="submit">Use</button>
    </form>
  );
}
