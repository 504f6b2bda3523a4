import type { Answer } from '../fault.ts';
import type { HelpCrunchShape } from './wire.ts';

/** One problem with a request: the input, and the NEW shape's message. */
export type HelpCrunchProblem = { readonly name: string; readonly message: string };

type ErrorItem = { readonly code: string; readonly message: string };

const JSON_HEADERS = { 'content-type': 'application/json' };
/** In the NEW shape, this precedes every error, whatever the status. */
const INVALID_REQUEST: ErrorItem = { code: 'invalid_request', message: 'Invalid request' };

const ERRORS: Readonly<Record<HelpCrunchShape, Readonly<Record<401 | 404 | 429, ErrorItem>>>> = {
  OLD: {
    401: { code: 'invalid_token', message: 'Invalid token' },
    404: { code: 'entity_not_found', message: 'Customer not found' },
    429: { code: 'too_many_requests', message: 'You have exceeded your requests limit' },
  },
  NEW: {
    401: { code: 'unauthorized', message: 'Unauthorized' },
    // The newer pages say "Chat" for customers, too.
    404: { code: 'not_found', message: 'Chat not found' },
    429: { code: 'too_many_requests', message: 'Too many requests' },
  },
};

export const helpCrunchJson = (status: number, body: string): Answer => ({
  status,
  headers: JSON_HEADERS,
  body,
});

export const helpCrunchBadRequest = (
  shape: HelpCrunchShape,
  problems: readonly HelpCrunchProblem[],
): Answer =>
  errors(
    400,
    shape === 'OLD'
      ? problems.map(({ name }) => ({ code: 'validation_error', message: `${name} value is invalid` }))
      : [INVALID_REQUEST, ...problems.map(({ name, message }) => ({ code: name, message }))],
  );

/** A documented error status, in either shape. HelpCrunch documents no others; those look like a proxy's page. */
export const helpCrunchErrorAnswer = (shape: HelpCrunchShape, status: number): Answer => {
  if (status === 400)
    return helpCrunchBadRequest(shape, [{ name: 'limit', message: 'This value is not valid.' }]);
  if (status !== 401 && status !== 404 && status !== 429) {
    return {
      status,
      headers: { 'content-type': 'text/html' },
      body: `<html><body><h1>${status}</h1></body></html>`,
    };
  }
  const item = ERRORS[shape][status];
  return errors(status, shape === 'OLD' ? [item] : [INVALID_REQUEST, item]);
};

const errors = (status: number, items: readonly ErrorItem[]): Answer =>
  helpCrunchJson(status, JSON.stringify({ errors: items }));
