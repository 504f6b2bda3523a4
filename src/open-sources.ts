import type { CustomerSource } from './customers/customer-source.ts';
import type { Settings } from './settings/settings.ts';
import type { Logger } from './telemetry/logger.ts';
import type { Metrics } from './telemetry/metrics.ts';
import type { TagVersions } from './upstream/cache/tag-versions.ts';
import type { SharedStore } from './upstream/redis/shared-store.ts';
import type { UpstreamClient } from './upstream/upstream-client.ts';
import type { UpstreamClientOptions } from './upstream/upstream-options.ts';
import { careCloudAccess } from './vendors/carecloud/access.ts';
import { createCareCloudWebhook } from './vendors/carecloud/facets/webhook.ts';
import { createCareCloudSource } from './vendors/carecloud/source.ts';
import { helpCrunchAccess } from './vendors/helpcrunch/access.ts';
import { createHelpCrunchWebhook } from './vendors/helpcrunch/chats/webhook.ts';
import { createHelpCrunchSource } from './vendors/helpcrunch/source.ts';
import type { SourceAccess } from './vendors/shared/source-access.ts';
import type { EventLog, Webhook } from './vendors/shared/webhook.ts';

/** The common part of every vendor's client; a vendor adds its credentials, its errors and its budget. */
export type OpenClient = (
  own: Pick<UpstreamClientOptions, 'source' | 'baseUrl' | 'authorize' | 'toError'> &
    Partial<UpstreamClientOptions>,
) => UpstreamClient;

/** Creates a vendor's source; null if it is not configured. */
export type OpenSource = (parts: {
  readonly settings: Settings;
  readonly openClient: OpenClient;
  readonly metrics: Metrics;
  readonly logger: Pick<Logger, 'warn'>;
  /** Drops cached responses of a source. */
  readonly drop: TagVersions['drop'];
  readonly events: EventLog;
  /** The store that replicas share; null without one. */
  readonly shared: SharedStore | null;
  readonly now: () => number;
}) => OpenedSource | null;

interface OpenedSource {
  readonly source: CustomerSource;
  readonly access: SourceAccess;
  /** The endpoint of its events; absent: none. */
  readonly webhook?: Webhook;
}

function warnOfTrait(logger: Pick<Logger, 'warn'>, source: 'CARECLOUD' | 'HELPCRUNCH') {
  return ({ name, value }: { readonly name: string; readonly value: string }) =>
    logger.warn('trait differs from the assumption', { source, traits: { [name]: value } });
}

export const openCareCloud: OpenSource = ({ settings, openClient, metrics, logger, drop, shared }) => {
  const { careCloud, cache, operation } = settings;
  if (careCloud === null) return null;
  const source = createCareCloudSource({
    openClient: (parts) =>
      openClient({
        ...parts,
        baseUrl: careCloud.baseUrl,
        requestsPerMinute: careCloud.requestsPerMinute,
        concurrency: careCloud.concurrency,
      }),
    credentials: careCloud.credentials,
    ...(shared && { sharing: { store: shared, baseUrl: careCloud.baseUrl } }),
    timeZone: careCloud.timeZone,
    ...(careCloud.language !== null && { language: careCloud.language }),
    lookUpBatch: careCloud.lookUpBatch,
    facets: {
      facetFreshMs: cache.facetTtlSeconds * 1000,
      facetStaleMs: cache.staleSeconds * 1000,
      catalogueFreshMs: cache.catalogueTtlSeconds * 1000,
      maxSegmentMembers: operation.maxSegmentMembers,
    },
    metrics,
    onTrait: warnOfTrait(logger, 'CARECLOUD'),
  });
  const token = careCloud.webhookToken;
  return {
    access: careCloudAccess(careCloud),
    source,
    ...(token !== null && {
      webhook: createCareCloudWebhook({
        token,
        drop: (tags) => drop(source.name, tags),
        facets: (source.facets?.facets ?? []).map(({ name }) => name),
      }),
    }),
  };
};

export const openHelpCrunch: OpenSource = ({ settings, openClient, metrics, logger, drop, events, now }) => {
  const { helpCrunch, identity, cache } = settings;
  if (helpCrunch === null) return null;
  const source = createHelpCrunchSource({
    openClient: (parts) =>
      openClient({
        ...parts,
        baseUrl: helpCrunch.baseUrl,
        requestsPerMinute: helpCrunch.requestsPerMinute,
      }),
    apiKey: helpCrunch.apiKey,
    searchBatch: helpCrunch.searchBatch,
    ...(identity.phoneCountry !== null && { phoneCountry: identity.phoneCountry }),
    lifetimes: {
      chats: { freshMs: cache.chatTtlSeconds * 1000, staleMs: cache.staleSeconds * 1000 },
      catalogueFreshMs: cache.catalogueTtlSeconds * 1000,
    },
    metrics,
    onTrait: warnOfTrait(logger, 'HELPCRUNCH'),
  });
  const key = helpCrunch.webhookKey;
  return {
    access: helpCrunchAccess(helpCrunch),
    source,
    ...(key !== null && {
      webhook: createHelpCrunchWebhook({
        key,
        drop: (tags) => drop(source.name, tags),
        events,
        now,
      }),
    }),
  };
};
