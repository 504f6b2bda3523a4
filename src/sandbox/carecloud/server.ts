import type { Answer } from '../fault.ts';
import type { TextMatching } from '../personality/with-habits.ts';
import type { RateWindow } from '../rate-window.ts';
import { createRowJson } from '../row-json.ts';
import type { RowReader } from '../row-store.ts';
import type { SandboxRequest } from '../sandbox-request.ts';
import {
  careCloudBadRequest,
  careCloudErrorAnswer,
  careCloudForbidden,
  careCloudJson,
  careCloudNotAllowed,
  careCloudNotFound,
  careCloudUnauthorized,
} from './errors.ts';
import { listCareCloud } from './list.ts';
import { answerLoyalty, isOpen, type LoyaltyParts } from './loyalty/answer-loyalty.ts';
import { checkNames, parseCareCloudQuery, parseCareCloudSingleQuery } from './query.ts';
import { careCloudLanguage, careCloudSalutation } from './salutation.ts';
import type { CareCloudSessions } from './session.ts';
import type { CareCloudRow } from './wire.ts';

export const CARE_CLOUD_BASE_PATH = '/webservice/rest-api/enterprise-interface/v1.0';

/** A resource of the customer interface, which the enterprise interface refuses explicitly. */
const CUSTOMER_INTERFACE_ONLY = 'tokens';

export type CareCloudParts = {
  readonly store: RowReader<CareCloudRow, string>;
  readonly sessions: CareCloudSessions;
  readonly rate: RateWindow;
  readonly matching: TextMatching;
  readonly loyalty: LoyaltyParts;
};

type ToJson = (row: CareCloudRow, request: SandboxRequest, short: boolean) => string;

/** The simulated CareCloud's answer to a request. */
export const createCareCloudAnswer = (parts: CareCloudParts): ((request: SandboxRequest) => Answer) => {
  const toJson = createToJson();
  return (request) => {
    const { method, path, query } = request;
    if (parts.rate.take() !== null) return careCloudErrorAnswer(429);
    if (path === '/users/actions/login') {
      if (method !== 'POST') return careCloudNotAllowed(method);
      const invalid = checkNames(query, [], []);
      return invalid.length > 0 ? careCloudBadRequest(invalid) : parts.sessions.login(request);
    }
    const token = parts.sessions.tokenOf(request);
    if (token === null && !isOpen(request)) return careCloudUnauthorized();
    if (path === '/users/actions/logout') {
      if (method !== 'POST') return careCloudNotAllowed(method);
      if (token !== null) parts.sessions.logout(token);
      return { status: 204 };
    }
    return answerLoyalty(parts.loyalty, request) ?? answerCustomers(parts, request, toJson);
  };
};

const answerCustomers = (parts: CareCloudParts, request: SandboxRequest, toJson: ToJson): Answer => {
  const [, resource = '', id, ...rest] = request.path.split('/');
  if (resource === CUSTOMER_INTERFACE_ONLY) return careCloudForbidden(resource);
  if (resource !== 'customers' || rest.length > 0 || id === '') return careCloudNotFound(resource, id ?? '');
  if (request.method !== 'GET') return careCloudNotAllowed(request.method);
  return id === undefined ? answerList(parts, request, toJson) : answerOne(parts, request, id, toJson);
};

const answerList = ({ store, matching }: CareCloudParts, request: SandboxRequest, toJson: ToJson): Answer => {
  const query = parseCareCloudQuery(request.query);
  if (!('count' in query)) return careCloudBadRequest(query);
  const { total, rows } = listCareCloud(store, query, matching);
  const customers = rows.map((row) => toJson(row, request, query.shortSalutation)).join(',');
  return careCloudJson(200, `{"data":{"customers":[${customers}],"total_items":${total}}}`);
};

const answerOne = (
  { store }: CareCloudParts,
  request: SandboxRequest,
  id: string,
  toJson: ToJson,
): Answer => {
  const query = parseCareCloudSingleQuery(request.query);
  if (!('shortSalutation' in query)) return careCloudBadRequest(query);
  const row = store.find(decodePathPart(id));
  if (!row) return careCloudNotFound('customers', id);
  return careCloudJson(200, `{"data":${toJson(row, request, query.shortSalutation)}}`);
};

const decodePathPart = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

/** One cache of texts per language and length of the salutation; there are only a handful. */
const createToJson = (): ToJson => {
  const variants = new Map<string, (row: CareCloudRow) => string>();
  return (row, { headers }, short) => {
    const language = careCloudLanguage(headers['accept-language']);
    const name = `${language} ${short}`;
    const known =
      variants.get(name) ?? createRowJson((other: CareCloudRow) => toWire(other, language, short));
    variants.set(name, known);
    return known(row);
  };
};

const toWire = (
  { customerSourceId: _hidden, ...row }: CareCloudRow,
  language: string,
  short: boolean,
): object => {
  const { salutation, ...person } = row.personal_information;
  const written = short ? null : salutation;
  return {
    ...row,
    personal_information: { salutation: written ?? careCloudSalutation(person, language, short), ...person },
  };
};
