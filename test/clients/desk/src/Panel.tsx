import { CombinedGraphQLErrors } from '@apollo/client';
import { useQuery } from '@apollo/client/react';
import type { ReactNode } from 'react';
import { graphql } from './__generated__/gql.ts';
import type { PanelQuery } from './__generated__/graphql.ts';
import { Banner } from './Banner.tsx';
import { toDay } from './Row.tsx';

const PANEL = graphql(`
  query Panel($id: ID!) {
    customer(by: { id: $id }) {
      id
      name
      email
      phone
      ... @defer {
        careCloud {
          id
          points {
            available
          }
          tier {
            tier {
              id
              name
            }
            progress {
              pointsToNext
              nextTier {
                id
                name
              }
            }
          }
        }
      }
      ... @defer {
        lastChat {
          id
          status
          lastMessageAt
          lastMessageText
        }
      }
    }
  }
`);

/** One person: name at once, loyalty and chat as they come. What failed is named; the rest stays (`errorPolicy: 'all'`). */
export function Panel({ id }: { readonly id: string }) {
  const { data, error, refetch } = useQuery(PANEL, { variables: { id }, errorPolicy: 'all' });
  const person = data?.customer;
  return (
    <aside aria-label="Customer">
      <button type="button" className="close" aria-label="Close" onClick={close}>
        ×
      </button>
      <Banner error={error} retry={() => refetch()} />
      {person === null && !error && <p>This person is no longer there.</p>}
      {person && (
        <>
          <h1>{person.name ?? 'No name'}</h1>
          <p>{person.email}</p>
          <p>{person.phone}</p>
          <dl>
            <Loyalty account={person.careCloud} error={error} />
            <LastChat chat={person.lastChat} error={error} />
          </dl>
        </>
      )}
    </aside>
  );
}

function close() {
  location.hash = '';
}

type Person = NonNullable<PanelQuery['customer']>;

/** Undefined is still on its way; null is none, or unknown where the field failed. */
function Loyalty({ account, error }: { readonly account: Person['careCloud']; readonly error: unknown }) {
  if (account === undefined) return <Fact name="Loyalty">…</Fact>;
  if (account === null)
    return <Fact name="Loyalty">{hasFailed(error, 'careCloud') ? UNKNOWN : 'Not a member'}</Fact>;
  const { tier, points } = account;
  const { pointsToNext, nextTier } = tier?.progress ?? {};
  return (
    <>
      <Fact name="Tier">{tier?.tier?.name ?? (hasFailed(error, 'tier') ? UNKNOWN : 'None')}</Fact>
      <Fact name="Points">
        {points?.available ?? UNKNOWN}
        {pointsToNext && nextTier ? <small>{` (${pointsToNext} more for ${nextTier.name})`}</small> : null}
      </Fact>
    </>
  );
}

function LastChat({ chat, error }: { readonly chat: Person['lastChat']; readonly error: unknown }) {
  if (chat === undefined) return <Fact name="Last chat">…</Fact>;
  if (chat === null) return <Fact name="Last chat">{hasFailed(error, 'lastChat') ? UNKNOWN : 'None'}</Fact>;
  return (
    <Fact name="Last chat">
      {chat.lastMessageAt && toDay(chat.lastMessageAt)}
      <span className="chip">{chat.status?.toLowerCase()}</span>
      <blockquote>{chat.lastMessageText}</blockquote>
    </Fact>
  );
}

const UNKNOWN = 'Unknown';

function hasFailed(error: unknown, field: string): boolean {
  return CombinedGraphQLErrors.is(error) && error.errors.some(({ path }) => path?.includes(field));
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
