/**
 * Puts tabs where GraphiQL keeps them, before it starts.
 *
 * - On a first visit in this browser: the examples. Given as GraphiQL's own `defaultTabs`, the first tab lacks its variables,
 *   and a reload adds a tab without a name.
 * - For a link with `?query=`: a tab of that query and its variables, active.
 * - After a reload in an unlucky moment: GraphiQL writes its tabs and what is in the editors up to half a second apart, so
 *   what the editors held is put into the tab with that query, or into the active one.
 *
 * Headers are never kept: a key typed there would stay in the browser for good.
 */
export function prepareTabs(examples, storage, search) {
  storage.removeItem('graphiql:headers');
  storage.setItem('graphiql:shouldPersistHeaders', 'false');
  const state = readTabs(storage) ?? { activeTabIndex: 0, tabs: examples, isNew: true };
  for (const tab of state.tabs) tab.headers = examples.find(({ id }) => id === tab.id)?.headers ?? null;
  const linked = linkedTab(search);
  if (!state.isNew && !linked) matchEditors(state, storage);
  if (linked) openTab(state, linked);
  const active = state.tabs[state.activeTabIndex] ?? state.tabs[0];
  storage.setItem(
    'graphiql:tabState',
    JSON.stringify({ activeTabIndex: state.activeTabIndex, tabs: state.tabs }),
  );
  storage.setItem('graphiql:query', active.query ?? '');
  storage.setItem('graphiql:variables', active.variables ?? '');
}

/** Null where GraphiQL has none yet, or none that can be read. */
function readTabs(storage) {
  try {
    const state = JSON.parse(storage.getItem('graphiql:tabState'));
    return state.tabs.length > 0 && state.tabs[state.activeTabIndex] ? state : null;
  } catch {
    return null;
  }
}

function matchEditors(state, storage) {
  const query = storage.getItem('graphiql:query') ?? '';
  const same = state.tabs.findIndex((tab) => (tab.query ?? '') === query);
  if (same >= 0) state.activeTabIndex = same;
  state.tabs[state.activeTabIndex].query = query;
}

/** The tab that a link asks for; null without. */
function linkedTab(search) {
  const link = new URLSearchParams(search);
  const query = link.get('query');
  if (!query) return null;
  const operationName = /\b(?:query|subscription)\s+(\w+)/.exec(query)?.[1] ?? null;
  const variables = link.get('variables');
  return {
    id: `link-${query.length}-${variables?.length ?? 0}`,
    title: operationName ?? 'Link',
    query,
    operationName,
    variables: variables === null ? null : indented(variables),
    headers: null,
    response: null,
  };
}

function openTab(state, tab) {
  // GraphiQL writes the query that is being edited into the address, without its variables: that is no link to another tab.
  const same = state.tabs.findIndex(
    ({ query, variables }) =>
      query === tab.query && (tab.variables === null || indented(variables ?? '') === tab.variables),
  );
  if (same < 0) state.tabs.push(tab);
  state.activeTabIndex = same < 0 ? state.tabs.length - 1 : same;
}

function indented(json) {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}
