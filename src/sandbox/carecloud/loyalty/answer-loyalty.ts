import type { Answer } from '../../fault.ts';
import { toPragueTime } from '../../people/prague-time.ts';
import type { SandboxRequest } from '../../sandbox-request.ts';
import { careCloudBadRequest, careCloudJson, careCloudNotAllowed, careCloudNotFound } from '../errors.ts';
import { careCloudLanguage } from '../salutation.ts';
import { CATALOGUE_ENTRIES, CATALOGUES, OPEN_PATH } from './endpoints/catalogues.ts';
import { CROSS_LISTS } from './endpoints/cross-lists.ts';
import { CUSTOMER_LISTS } from './endpoints/customer-lists.ts';
import type { Asked, Endpoint, Row } from './endpoints/endpoint.ts';
import { OBJECTS } from './endpoints/objects.ts';
import {
  PAGING_NAMES,
  type Paging,
  type Parameters,
  readGiven,
  readPaging,
  TEXT,
  TEXT_OR_LIST,
} from './endpoints/parameters.ts';
import type { LoyaltyData } from './loyalty-data.ts';

const ENDPOINTS: readonly Endpoint[] = [
  ...CUSTOMER_LISTS,
  ...CROSS_LISTS,
  ...OBJECTS,
  ...CATALOGUES,
  ...CATALOGUE_ENTRIES,
];

/** Endpoints by path, with `{id}` for the id. No two of them differ only in the id. */
const BY_PATH = new Map(ENDPOINTS.map((endpoint) => [endpoint.path, endpoint]));

export type LoyaltyParts = {
  readonly data: LoyaltyData;
  readonly now: () => number;
  /** Undocumented: lists over all customers take `customer_id[]`. */
  readonly takesCustomerIdLists: boolean;
};

/** Whether CareCloud answers this request without a login. */
export const isOpen = ({ path }: SandboxRequest): boolean => path === OPEN_PATH;

/** The answer of an endpoint of the loyalty programme or of a catalogue; null for any other path. */
export const answerLoyalty = (parts: LoyaltyParts, request: SandboxRequest): Answer | null => {
  const { data, now } = parts;
  const found = findEndpoint(request.path);
  if (found === null) return null;
  if (request.method !== 'GET') return careCloudNotAllowed(request.method);
  const { endpoint, id } = found;
  const isPaged = 'rows' in endpoint && endpoint.sortFields !== null;
  const given = readGiven(request.query, parametersOf(endpoint, parts), isPaged ? PAGING_NAMES : []);
  if (!('text' in given)) return careCloudBadRequest(given);
  const nowMs = now();
  const asked: Asked = {
    data,
    given,
    id,
    language: careCloudLanguage(request.headers['accept-language']),
    now: toPragueTime(nowMs),
    nowMs,
  };
  const resource = request.path.split('/').at(1) ?? '';
  if ('one' in endpoint) {
    const one = endpoint.one(asked);
    return one === null
      ? careCloudNotFound(resource, id || (given.text('customer_id') ?? ''))
      : careCloudJson(200, JSON.stringify({ data: one }));
  }
  const paging = isPaged ? readPaging(request.query, endpoint.sortFields ?? []) : ALL;
  if (!('count' in paging)) return careCloudBadRequest(paging);
  const rows = endpoint.rows(asked);
  if (rows === null) return careCloudNotFound(resource, id);
  const page = pageOf(rows, paging);
  return careCloudJson(200, JSON.stringify({ data: { [endpoint.key]: page, total_items: rows.length } }));
};

const parametersOf = ({ parameters }: Endpoint, { takesCustomerIdLists }: LoyaltyParts): Parameters =>
  takesCustomerIdLists && parameters.customer_id === TEXT
    ? { ...parameters, customer_id: TEXT_OR_LIST }
    : parameters;

const ALL: Paging = { count: Number.POSITIVE_INFINITY, offset: 0, sortField: null, descending: false };

const findEndpoint = (path: string): { readonly endpoint: Endpoint; readonly id: string } | null => {
  const plain = BY_PATH.get(path);
  if (plain && !path.includes('{id}')) return { endpoint: plain, id: '' };
  const [, first = '', id = '', ...rest] = path.split('/');
  if (id === '') return null;
  const endpoint = BY_PATH.get(['', first, '{id}', ...rest].join('/'));
  return endpoint ? { endpoint, id: decodePart(id) } : null;
};

const decodePart = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

/** Missing values come first, equal ones keep their order, and descending is the exact reverse. */
const pageOf = (rows: readonly Row[], { count, offset, sortField, descending }: Paging): readonly Row[] => {
  const sorted =
    sortField === null ? [...rows] : [...rows].sort((a, b) => compare(a[sortField], b[sortField]));
  if (descending) sorted.reverse();
  return sorted.slice(offset, offset + count);
};

const compare = (left: unknown, right: unknown): number => {
  const a = left ?? null;
  const b = right ?? null;
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : 1;
};
