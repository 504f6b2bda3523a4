import { createHash, timingSafeEqual } from 'node:crypto';
import {
  ACCEPTED,
  type DropTags,
  NOT_SHARED,
  refusedWebhook,
  toJsonObject,
  type Webhook,
} from '../../shared/webhook.ts';
import { customerTag, facetTag } from './tags.ts';

export interface CareCloudWebhookOptions {
  /** CARECLOUD_WEBHOOK_TOKEN. */
  readonly token: string;
  readonly drop: DropTags;
  /** The names of all facets. */
  readonly facets: readonly string[];
}

/**
 * Receives the webhook of a scenario of CareCloud's marketing automation: `{"customer_id": "…", "facets": ["points"]}`,
 * without `facets` for all of them. Drops the customer's cached facets.
 */
export function createCareCloudWebhook({ token, drop, facets }: CareCloudWebhookOptions): Webhook {
  return {
    path: '/webhooks/carecloud',
    async receive({ header, body }) {
      if (!isToken(header('authorization'), token)) {
        return refusedWebhook(401, 'expected the header Authorization: Bearer <CARECLOUD_WEBHOOK_TOKEN>');
      }
      const event = toJsonObject(body);
      const id = event?.customer_id;
      if (event === null || typeof id !== 'string' || id === '') {
        return refusedWebhook(400, 'expected a JSON object with the customer_id as text');
      }
      const named = event.facets ?? null;
      if (named === null) return (await drop([customerTag(id)])) ? ACCEPTED : NOT_SHARED;
      if (!Array.isArray(named) || !named.every((name) => facets.includes(name))) {
        return refusedWebhook(400, `expected facets to be a list of ${facets.join(', ')}`);
      }
      // Related facets share a prefix: pointsExpiring belongs to points.
      const dropped = facets.filter((facet) => named.some((name: string) => facet.startsWith(name)));
      return (await drop(dropped.map((facet) => facetTag(facet, id)))) ? ACCEPTED : NOT_SHARED;
    },
  };
}

/** Compared in constant time, whatever the length. */
function isToken(authorization: string | null, token: string): boolean {
  const given = /^Bearer +(\S+)\s*$/i.exec(authorization ?? '')?.[1] ?? '';
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}
