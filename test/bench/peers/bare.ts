import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  type AccountPage,
  coldAnswer,
  emailsOf,
  entitiesAnswer,
  type ProfilePage,
  unifiedAnswer,
} from './bare-answers.ts';
import {
  askAccounts,
  askProfiles,
  askSearch,
  BY_ID,
  FIRST_ACCOUNTS,
  FIRST_PROFILES,
  searchBody,
} from './bare-requests.ts';

/**
 * The limit: node:http and undici, the same upstream requests, the same mapping, the same bytes, and nothing else.
 * Supports three operations by name. `BARE_KEEP`: `nothing` (default); `values`: caches decoded upstream responses for
 * ten seconds, as the gateway does; `bytes`: caches whole responses for ten seconds.
 */
const KEEP_MS = 10_000;
const keep = process.env.BARE_KEEP ?? 'nothing';

interface Asked {
  readonly operationName: string;
  readonly variables?: { readonly representations: readonly { readonly careCloudId: string }[] };
}

createServer((request, response) => {
  serve(request, response).catch((error: unknown) => {
    response.writeHead(500).end(JSON.stringify({ errors: [{ message: String(error) }] }));
  });
}).listen(Number(process.env.PORT), '127.0.0.1');

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST') return void response.writeHead(204).end();
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  const body =
    keep === 'bytes' ? await kept(text, () => answerTo(JSON.parse(text))) : await answerTo(JSON.parse(text));
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

async function answerTo({ operationName, variables }: Asked): Promise<string> {
  switch (operationName) {
    case 'Cold':
      return coldAnswer(
        ...(await Promise.all([
          accounts(FIRST_ACCOUNTS),
          keptValue(FIRST_PROFILES, () => askProfiles(FIRST_PROFILES)),
        ])),
      );
    case 'Unified': {
      const page = await accounts(`count=101&offset=0&${BY_ID}`);
      const shown = page.data.customers.slice(0, 100);
      return unifiedAnswer(shown, page.data.customers.length > 100, await search(emailsOf(shown)));
    }
    case 'Entities': {
      const ids = (variables?.representations ?? []).map(({ careCloudId }) => careCloudId);
      const named = ids.map((id) => `customer_ids[]=${id}`).join('&');
      const found = await accounts(`count=200&offset=0&${BY_ID}&${named}`);
      return entitiesAnswer(ids, found, await search(emailsOf(found.data.customers)));
    }
    default:
      throw new Error(`Expected Cold, Unified or Entities, got ${operationName}.`);
  }
}

function accounts(query: string): Promise<AccountPage> {
  return keptValue(query, () => askAccounts(query));
}

function search(emails: readonly string[]): Promise<ProfilePage> {
  const body = searchBody(emails);
  return keptValue(body, () => askSearch(body));
}

function keptValue<T>(key: string, make: () => Promise<T>): Promise<T> {
  return keep === 'values' ? kept(key, make) : make();
}

const answers = new Map<string, { readonly until: number; readonly value: Promise<unknown> }>();

function kept<T>(key: string, make: () => Promise<T>): Promise<T> {
  const known = answers.get(key);
  if (known && known.until > Date.now()) return known.value as Promise<T>;
  const value = make();
  answers.set(key, { until: Date.now() + KEEP_MS, value });
  return value;
}
