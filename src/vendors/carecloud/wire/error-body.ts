import { isNothing, isObject } from '../../shared/json.ts';

/** A parameter that CareCloud refused, and the reason code. Both come from closed lists, so both may be shown. */
export interface InvalidParameter {
  readonly name: string;
  readonly reason: string;
}

/** `error.error_data.invalid_params[]`. Anything not on the lists becomes `?`, because it may be any text. */
export function readInvalidParameters(body: unknown): readonly InvalidParameter[] {
  const error = isObject(body) && isObject(body.error) ? body.error : {};
  const data = isObject(error.error_data) ? error.error_data : {};
  const params: readonly unknown[] = Array.isArray(data.invalid_params) ? data.invalid_params : [];
  return params.slice(0, 20).map((param) => {
    const { name, reason } = isObject(param) ? param : {};
    return { name: listed(PARAMETERS, name), reason: listed(REASONS, reason) };
  });
}

/** Whether an error is about one resource: `error.error_data.resource_id` of a 404. */
export function namesResource(body: unknown): boolean {
  const error = isObject(body) && isObject(body.error) ? body.error : {};
  const data = isObject(error.error_data) ? error.error_data : {};
  return !isNothing(data.resource_id);
}

/** The vendor's exception code for the log, if it has the form of one. */
export function readException(body: unknown): string {
  const error = isObject(body) && isObject(body.error) ? body.error : {};
  const code = error.exception ?? error.type;
  return typeof code === 'string' && /^[a-z_:]{1,60}$/.test(code) ? code : '';
}

/** The parameters that the gateway sends, and so the only ones the vendor can name. */
const PARAMETERS: ReadonlySet<string> = new Set([
  'count',
  'offset',
  'sort_field',
  'sort_direction',
  'email',
  'phone',
  'customer_source_id',
  'first_name',
  'last_name',
  'birthdate',
  'email_list',
  'customer_ids',
  'customer_id',
  'customer_short_salutation',
  'card_number_list',
  'search_secondary_card_number',
  'external_ids',
  'code',
  'valid_now',
  'is_valid',
  'is_applied',
  'reward_id',
  'store_id',
  'type_id',
  'payment_time_from',
  'payment_time_to',
  'purchase_items_extension',
  'point_type_id',
  'time_from',
  'time_to',
  'date_from',
  'date_to',
  'credit_type_id',
  'all_customer_relations',
  'user_external_application_id',
  'login',
  'password',
]);

/** Generic reasons of the OpenAPI schema BadRequestErrorBody. */
const REASONS: ReadonlySet<string> = new Set([
  'already_exists',
  'empty',
  'not_found',
  'required',
  'not_allowed_value',
  'invalid_value_format',
  'relation_already_exists',
  'not_belong_to_logged_in_customer',
  'deleted',
]);

function listed(known: ReadonlySet<string>, text: unknown): string {
  const bare = typeof text === 'string' ? text.replace(/\[\d*\]$/, '') : '';
  return known.has(bare) ? bare : '?';
}
