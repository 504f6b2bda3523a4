import { builder } from '../../builder.ts';
import type { GatewayContext } from '../../context.ts';
import { read } from '../../shared/scopes.ts';
import { agent, application, department } from './team.ts';

const catalogue = builder.objectRef<object>('HelpCrunchCatalogue').implement({
  description: 'What HelpCrunch’s ids mean. Each list is one request, kept for everybody for an hour.',
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
      description: 'The sites and channels that chats come in by.',
      resolve: (_catalogue, _args, context) => readList('applications', context),
    }),
    teamOnline: t.boolean({
      cost: 1,
      description: 'Whether the team is there now; asked for at most once a minute.',
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
      'What HelpCrunch’s ids mean, for drop-downs and filters. Only the lists that are selected are asked for.',
    resolve: () => ({}),
  }),
);
