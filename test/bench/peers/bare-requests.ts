import { Pool } from 'undici';
import type { AccountPage, ProfilePage } from './bare-answers.ts';

/** The bare contestants' upstream requests: undici, JSON.parse, the vendors' own formats. */
const careCloudUrl = new URL(process.env.CARECLOUD_BASE_URL ?? '');
const helpCrunchUrl = new URL(process.env.HELPCRUNCH_BASE_URL ?? '');
const careCloud = new Pool(careCloudUrl.origin, { connections: 64 });
const helpCrunch = new Pool(helpCrunchUrl.origin, { connections: 64 });
const careCloudHeaders = {
  accept: 'application/json',
  authorization: `Bearer ${process.env.CARECLOUD_TOKEN}`,
};
const helpCrunchHeaders = {
  accept: 'application/json',
  authorization: `Bearer ${process.env.HELPCRUNCH_API_KEY}`,
};

export const BY_ID = 'sort_field=customer_id&sort_direction=ASC';
/** One row more than shown, as the gateway requests to know whether there is a next page. */
export const FIRST_ACCOUNTS = `count=21&offset=0&${BY_ID}`;
export const FIRST_PROFILES = 'sort=customers.firstSeen&order=asc&limit=21&offset=0';

export function askAccounts(query: string): Promise<AccountPage> {
  const path = `${careCloudUrl.pathname}/customers?${query}`;
  return ask(careCloud, { method: 'GET', path, headers: careCloudHeaders });
}

export function askProfiles(query: string): Promise<ProfilePage> {
  const path = `${helpCrunchUrl.pathname}/customers?${query}`;
  return ask(helpCrunch, { method: 'GET', path, headers: helpCrunchHeaders });
}

export function searchBody(emails: readonly string[]): string {
  return JSON.stringify({
    comparison: 'OR',
    filter: emails.map((value) => ({ field: 'customers.email', operator: '=', value })),
    sort: 'customers.firstSeen',
    order: 'ASC',
    limit: 100,
    offset: 0,
  });
}

export function askSearch(body: string): Promise<ProfilePage> {
  return ask(helpCrunch, {
    method: 'POST',
    path: `${helpCrunchUrl.pathname}/customers/search`,
    headers: { ...helpCrunchHeaders, 'content-type': 'application/json' },
    body,
  });
}

async function ask<T>(pool: Pool, options: Parameters<Pool['request']>[0]): Promise<T> {
  const { statusCode, body } = await pool.request(options);
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`Expected 200, got ${statusCode}.`);
  return JSON.parse(text) as T;
}
