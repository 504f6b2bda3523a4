import type { Answer } from '../fault.ts';

const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8' };

/** The general reasons in CareCloud's 400 that reads can meet. */
export type InvalidParam = {
  readonly name: string;
  readonly reason: 'empty' | 'required' | 'not_allowed_value' | 'invalid_value_format';
  readonly value: string;
  readonly message: string;
};

export const careCloudJson = (status: number, body: string): Answer => ({
  status,
  headers: JSON_HEADERS,
  body,
});

/** 400, schema `BadRequestErrorBody`. */
export const careCloudBadRequest = (invalidParams: readonly InvalidParam[]): Answer =>
  basicError(400, 'bad_request_exception', 'Bad Request', 'One or more parameters are not valid.', {
    invalid_params: invalidParams,
  });

/** 401, response `Unauthorized`. The content of its `error_data` is undocumented. */
export const careCloudUnauthorized = (): Answer =>
  basicError(
    401,
    'unauthorized_exception',
    'Unauthorized',
    'The client has invalid credentials or auth token.',
    {},
  );

/** 403, response `Forbidden`: the only error without `exception`. */
export const careCloudForbidden = (resource: string): Answer =>
  careCloudError(403, {
    type: 'interface_not_allowed_exception',
    title: 'Enterprise API is not allowed for this resource',
    detail: `Resource name "${resource}" is not allowed in Enterprise API`,
    error_data: { invalid_resource_name: resource, interface: 'Enterprise' },
  });

/** 403 to a login: the documented status that fits a client that does not exist. */
export const careCloudLoginRefused = (): Answer =>
  careCloudError(403, {
    type: 'about:blank',
    title: 'Forbidden',
    detail: 'The client does not exist.',
    error_data: {},
  });

/** 404, response `NotFound`. */
export const careCloudNotFound = (resource: string, id: string): Answer =>
  basicError(404, 'not_found_exception', 'Not Found', 'The resource was not found.', {
    resource_name: resource,
    resource_id: id,
  });

/** 405, response `NotAllowed`. */
export const careCloudNotAllowed = (method: string): Answer =>
  basicError(405, 'method_not_allowed_exception', 'Method Not Allowed', 'The method is not supported here.', {
    http_method: method,
  });

/** Any documented error status as CareCloud returns it: 429 and 503 have no body. */
export const careCloudErrorAnswer = (status: number): Answer => {
  if (status === 429 || status === 503) return { status };
  if (status === 400) return careCloudBadRequest([]);
  if (status === 401) return careCloudUnauthorized();
  if (status === 403) return careCloudForbidden('customers');
  if (status === 404) return careCloudNotFound('customers', '');
  if (status === 405) return careCloudNotAllowed('GET');
  return basicError(status, 'error_exception', 'Error', 'Server is not working as expected.');
};

const basicError = (
  status: number,
  exception: string,
  title: string,
  detail: string,
  data?: object,
): Answer =>
  careCloudError(status, {
    type: 'about:blank',
    exception,
    title,
    detail,
    ...(data && { error_data: data }),
  });

const careCloudError = (status: number, error: object): Answer =>
  careCloudJson(status, JSON.stringify({ error }));
