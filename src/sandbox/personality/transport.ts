import { careCloudNotFound } from '../carecloud/errors.ts';
import { CARE_CLOUD_BASE_PATH } from '../carecloud/server.ts';
import type { Answer } from '../fault.ts';
import { helpCrunchErrorAnswer } from '../helpcrunch/errors.ts';
import { HELP_CRUNCH_BASE_PATH } from '../helpcrunch/server.ts';
import type { SandboxRequest } from '../sandbox-request.ts';
import { asksWithCriteria } from './list-answer.ts';
import type { Personality, WireHabits } from './personality.ts';

const EMPTY = /"(?:data|customers)":\[\]/;

const nobody = (name: string, description: string, instead: (answer: Answer) => Answer): Personality => {
  const habits: WireHabits = {
    after: (answer, request) =>
      answer.status === 200 && asksWithCriteria(request) && EMPTY.test(answer.body ?? '')
        ? instead(answer)
        : answer,
  };
  return { name, description, careCloud: habits, helpCrunch: habits };
};

export const nobodyIs204 = (): Personality =>
  nobody('nobody-is-204', 'Criteria without matches return 204.', () => ({ status: 204 }));

export const nobodyIsEmpty = (): Personality =>
  nobody('nobody-is-empty', 'Criteria without matches return an empty body.', (answer) => ({
    ...answer,
    body: '',
  }));

export const nobodyIsNull = (): Personality =>
  nobody('nobody-is-null', 'Criteria without matches return `null`.', (answer) => ({
    ...answer,
    body: 'null',
  }));

export const nobodyIs404 = (): Personality => {
  const {
    name,
    description,
    careCloud = {},
  } = nobody('nobody-is-404', 'Criteria without matches return 404.', () =>
    careCloudNotFound('customers', ''),
  );
  const { helpCrunch = {} } = nobody(name, description, () => helpCrunchErrorAnswer('NEW', 404));
  return { name, description, careCloud, helpCrunch };
};

const encoded = (name: string, encoding: 'gzip' | 'br'): Personality => {
  const habits: WireHabits = {
    after: (answer) => (answer.body ? { ...answer, encoding } : answer),
  };
  const description = `Every body is encoded with ${encoding}, whatever the client accepts.`;
  return { name, description, careCloud: habits, helpCrunch: habits };
};

export const gzipUnasked = (): Personality => encoded('gzip-unasked', 'gzip');
export const brotliUnasked = (): Personality => encoded('brotli-unasked', 'br');

const MOVED = '/moved';

export const redirects = (): Personality => ({
  name: 'redirects',
  description: 'Every GET returns 307 to another path of the same origin.',
  careCloud: { before: redirectBelow(CARE_CLOUD_BASE_PATH) },
  helpCrunch: { before: redirectBelow(HELP_CRUNCH_BASE_PATH) },
});

const redirectBelow =
  (basePath: string) =>
  (request: SandboxRequest): SandboxRequest | Answer => {
    const { method, path, query } = request;
    if (method !== 'GET') return request;
    if (path.startsWith(`${MOVED}/`)) return { ...request, path: path.slice(MOVED.length) };
    const search = query.size === 0 ? '' : `?${query}`;
    return { status: 307, headers: { location: `${basePath}${MOVED}${path}${search}` } };
  };

export const loginsExclusive = (): Personality => ({
  name: 'logins-exclusive',
  description: 'A login at CareCloud invalidates every other token of the same user.',
  careCloud: { exclusiveLogins: true },
});
