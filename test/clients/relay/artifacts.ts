import type { ConcreteRequest, ReaderFragment } from 'relay-runtime';
import listFragment from './__generated__/customerScreens_list.graphql.ts';
import personFragment from './__generated__/customerScreens_person.graphql.ts';
import listQuery from './__generated__/customerScreensListQuery.graphql.ts';
import membersQuery from './__generated__/customerScreensMembersQuery.graphql.ts';

const ARTIFACTS: Readonly<Record<string, ConcreteRequest | ReaderFragment>> = {
  customerScreens_list: listFragment,
  customerScreens_person: personFragment,
  customerScreensListQuery: listQuery,
  customerScreensMembersQuery: membersQuery,
};

/** Replaces Relay's Babel plugin: a document is the artifact that relay-compiler created for it. */
export function graphql<Artifact>(document: TemplateStringsArray): Artifact {
  const name = /(?:query|fragment) (\w+)/.exec(document[0] ?? '')?.[1] ?? '';
  return ARTIFACTS[name] as Artifact;
}
