import type { DirectorySource, FacetHealth } from '../../customers/customer-directory.ts';
import type { SourceTrait } from '../../customers/customer-source.ts';
import { builder } from '../builder.ts';
import { sourceError } from '../customer/source-report.ts';
import { customerSource, sourceStatus } from '../shared/enums.ts';
import { read } from '../shared/scopes.ts';
import { markVolatile } from '../shared/volatile-types.ts';

const sourceTrait = builder.objectRef<SourceTrait>('SourceTrait').implement({
  description:
    'A behaviour that a source’s documents do not specify. `src/vendors/README.md` lists them all and says what happens where one is not as assumed.',
  fields: (t) => ({
    name: t.exposeString('name', { nullable: false, description: 'E.g. `search.equals.case`.' }),
    value: t.exposeString('value', { nullable: false, description: 'E.g. `SENSITIVE`.' }),
    learned: t.exposeBoolean('learned', {
      nullable: false,
      description: 'Whether the source was seen to behave so; false while it is only assumed.',
    }),
  }),
});

const facetHealth = builder.objectRef<FacetHealth>('FacetHealth').implement({
  extensions: markVolatile,
  description: 'Something that a source knows of a customer beyond the record, and what it costs.',
  fields: (t) => ({
    facet: t.exposeString('facet', { nullable: false, description: 'E.g. `tier`.' }),
    requestsPerCustomer: t.exposeInt('requestsPerCustomer', {
      nullable: false,
      description: 'Requests for one customer, or for one batch of them.',
    }),
    batch: t.exposeInt('batch', {
      nullable: false,
      description: 'How many customers one request can serve; 1: none is shared.',
    }),
    status: t.expose('status', {
      type: sourceStatus,
      nullable: false,
      description:
        '`REJECTED` when the source does not allow these credentials to read it: it is then not requested for five minutes.',
    }),
  }),
});

const sourceHealth = builder.objectRef<DirectorySource>('SourceHealth').implement({
  extensions: markVolatile,
  description: 'The state of a source and what it can do by itself. No request is made for it.',
  fields: (t) => ({
    source: t.expose('source', {
      type: customerSource,
      nullable: false,
      description: 'The source this is about.',
    }),
    status: t.expose('status', {
      type: sourceStatus,
      nullable: false,
      description:
        '`OK` when requests can go out to it now and the last one was answered; `REJECTED` after it refused the gateway, `UNAVAILABLE` after it failed.',
    }),
    lastOutcomeAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the last request to it ended; null before the first.',
      resolve: ({ lastOutcomeAt }) => lastOutcomeAt ?? null,
    }),
    error: t.field({
      type: sourceError,
      nullable: true,
      description: 'Why its last request failed, or why none can go out now; null otherwise.',
      resolve: ({ error }) => error ?? null,
    }),
    requestsPerMinute: t.exposeInt('requestsPerMinute', {
      nullable: true,
      description: 'The budget: most requests to it in any 60 seconds, e.g. `120`; null without one.',
    }),
    requestsRemaining: t.exposeInt('requestsRemaining', {
      nullable: true,
      description: 'What is left of the budget now; null without one.',
    }),
    filters: t.exposeStringList('filters', {
      nullable: false,
      description:
        'What it filters by itself, e.g. `["email", "lastSeen.gte"]`. Other criteria are checked by the gateway, which may take more requests.',
    }),
    traits: t.expose('traits', {
      type: [sourceTrait],
      nullable: false,
      listSize: { assumedSize: 10 },
      description: 'Behaviours that its documents do not specify, as far as they are known.',
    }),
    facets: t.expose('facets', {
      type: [facetHealth],
      nullable: false,
      listSize: { assumedSize: 20 },
      description: 'What it knows of a customer beyond the record.',
    }),
    orders: t.exposeStringList('orders', {
      nullable: false,
      description:
        'What it sorts by itself: values of its own order enum, e.g. `["FIRST_SEEN", "LAST_SEEN"]`.',
    }),
  }),
});

builder.queryField('sources', (t) =>
  t.field({
    ...read,
    type: [sourceHealth],
    nullable: false,
    listSize: { assumedSize: 2 },
    description:
      'Each configured source as it is now, whatever else this operation selects: whether it responds, what is left of its budget, what it can filter and sort by. What a source contributed to one list is in that list’s `sources`; which sources know a person is in `Customer.sources`.',
    resolve: (_root, _args, { directory }) => directory.sources(),
  }),
);
