import { useQuery } from '@apollo/client/react';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { graphql } from './__generated__/gql.ts';
import type { SearchQuery } from './__generated__/graphql.ts';
import { Banner } from './Banner.tsx';
import { Row } from './Row.tsx';

const SEARCH = graphql(`
  query Search($text: String!) {
    searchCustomers(text: $text) {
      matches {
        matchedOn
        customer {
          id
          name
          email
          sources
        }
      }
      hasMore
      understoodAs
      sources {
        source
        status
        coverage
        error {
          message
        }
      }
    }
  }
`);

/** A search box, and what it finds; while it is empty, its children. */
export function Search({ children }: { readonly children: ReactNode }) {
  const [typed, setTyped] = useState('');
  const [text, setText] = useState('');
  useEffect(() => {
    const pause = setTimeout(() => setText(typed.trim()), 250);
    return () => clearTimeout(pause);
  }, [typed]);

  const searchNow = (event: FormEvent) => {
    event.preventDefault();
    setText(typed.trim());
  };
  return (
    <main>
      <search>
        <form onSubmit={searchNow}>
          <input
            type="search"
            aria-label="Find a customer"
            placeholder="Name, email, phone, card number"
            maxLength={200}
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
          />
        </form>
      </search>
      {text && <Matches text={text} />}
      <div hidden={text !== ''}>{children}</div>
    </main>
  );
}

/** Apollo gives up the request for one text as soon as there is another. */
function Matches({ text }: { readonly text: string }) {
  const { data, previousData, error, refetch } = useQuery(SEARCH, {
    variables: { text },
    fetchPolicy: 'cache-and-network',
  });
  // The rows of the text before stay until there are others, but not below an error.
  const search = (data ?? (error ? undefined : previousData))?.searchCustomers;
  return (
    <>
      <Banner sources={search?.sources} error={error} retry={() => refetch()} />
      <ul className="rows">
        {search?.matches.map(({ customer }) => (
          <Row key={customer.id} {...customer} />
        ))}
      </ul>
      <p className="hint" role="status">
        {hintOf(search)}
      </p>
    </>
  );
}

function hintOf(search: SearchQuery['searchCustomers'] | undefined): string {
  if (!search) return '';
  const { understoodAs, hasMore, matches, sources } = search;
  if (understoodAs.length === 0) return 'Type at least three letters or digits.';
  if (hasMore) return 'More people match. Type on to find them.';
  const isName = understoodAs.includes('NAME') && !understoodAs.some((reading) => NUMBERS.has(reading));
  const isFound = matches.some(({ matchedOn }) => matchedOn.some((reading) => WHOLE.has(reading)));
  if (isName && !isFound && sources.some(({ coverage }) => coverage === 'WHOLE_WORDS')) {
    return matches.length === 0
      ? 'Nobody matches. Members are found by the whole name.'
      : 'Type the whole name and press Enter for members.';
  }
  return matches.length === 0 ? 'Nobody matches.' : '';
}

const NUMBERS: ReadonlySet<string> = new Set(['PHONE', 'CARD_NUMBER']);
/** What nobody goes on typing. */
const WHOLE: ReadonlySet<string> = new Set(['CARE_CLOUD_ID', 'HELP_CRUNCH_ID', 'USER_ID', 'EXTERNAL_ID']);
