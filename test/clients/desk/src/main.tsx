import { ApolloProvider } from '@apollo/client/react';
import { StrictMode, useSyncExternalStore } from 'react';
import { createRoot } from 'react-dom/client';
import { client } from './client.ts';
import './desk.css';
import { Panel } from './Panel.tsx';
import { People } from './People.tsx';
import { Search } from './Search.tsx';

/** Whoever is open stands in the address, so that a link leads there and Back closes. */
function Desk() {
  const id = useSyncExternalStore(onHashChange, () => decodeURIComponent(location.hash.slice(1)));
  return (
    <>
      <Search>
        <People />
      </Search>
      {id && <Panel key={id} id={id} />}
    </>
  );
}

function onHashChange(changed: () => void) {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
}

const root = document.getElementById('root');
if (root === null) throw new Error('Expected #root in index.html.');
createRoot(root).render(
  <StrictMode>
    <ApolloProvider client={client}>
      <Desk />
    </ApolloProvider>
  </StrictMode>,
);
