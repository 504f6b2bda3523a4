/**
 * Writes tabs to GraphiQL's storage before it starts.
 *
 * - On a first visit in this browser: the examples. With GraphiQL's own `defaultTabs`, the first tab lacks its
 *   variables,
 *  and a reload adds an unnamed tab.
 * - For a link with `?query=`: a tab with that query and its variables, active.
 * - After a reload at a bad moment: GraphiQL writes its tabs and its editors up to half a second apart. The editors'
 *  content goes into the tab with that query, or else into the active one.
 *
 * Headers are never stored: a key typed there would otherwise stay in the browser.
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

/** Null if GraphiQL has none yet, or none that can be parsed. */
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

/** The tab that a link opens; null without one. */
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
  // GraphiQL writes the query being edited into the address, without its variables. That is not a link to another tab.
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
