import type { CustomerDirectory } from '../customers/customer-directory.ts';
import type { Scope } from '../customers/model/scopes.ts';
import type { InputSettings } from './shared/parse-input.ts';

/** What every resolver may use: made by the server for each operation, never shared between two. */
export interface GatewayContext extends InputSettings {
  /** The directory of this operation, with its look-up memory, deadline and request meter. */
  readonly directory: CustomerDirectory;
  /** What the credentials of this request allow. */
  readonly access: Access;
}

/** The scopes of one request. */
export interface Access {
  may(scope: Scope): boolean;
}
