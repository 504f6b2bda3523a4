import { builder } from '../../builder.ts';
import type { GatewayContext } from '../../context.ts';
import { read } from '../../shared/scopes.ts';
import { agent, application, department } from './team.ts';

const catalogue = builder.objectRef<object>('HelpCrunchCatalogue').implement({
  description:
    'The names behind HelpCrunch’s ids. Each list is one request, cached for everybody for an hour (`CATALOGUE_TTL_SECONDS`).',
  fields: (t) => ({
    agents: t.field({
      type: [agent],
      cost: 1,
      listSize: { assumedSize: 10 },
      description: 'The members of the support team.',
      resolve: (_catalogue, _args, context) => readList('agents', context),
    }),
    departments: t.field({
      type: [department],
      cost: 1,
      listSize: { assumedSize: 5 },
      description: 'The parts of the support team.',
      resolve: (_catalogue, _args, context) => readList('departments', context),
    }),
    applications: t.field({
      type: [application],
      cost: 1,
      listSize: { assumedSize: 5 },
      description: 'The sites and channels that chats come through.',
      resolve: (_catalogue, _args, context) => readList('applications', context),
    }),
    teamOnline: t.boolean({
      cost: 1,
      description: 'Whether the team is online; requested at most once a minute.',
      resolve: async (_catalogue, _args, { directory }) => {
        const entries = await directory.facets.catalogue('HELPCRUNCH', 'organization', undefined);
        return (entries.get('teamOnline') ?? null) as boolean | null;
      },
    }),
  }),
});

async function readList(name: string, { directory }: GatewayContext): Promise<never[]> {
  const entries = await directory.facets.catalogue('HELPCRUNCH', name, undefined);
  return [...entries.values()] as never[];
}

builder.queryField('helpCrunchCatalogue', (t) =>
  t.field({
    ...read,
    type: catalogue,
    description:
      'The names behind HelpCrunch’s ids, for drop-downs and filters. Only the selected lists are requested.',
    resolve: () => ({}),
  }),
);
