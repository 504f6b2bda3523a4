import type { GraphQLError } from 'graphql';
import type { CustomerDirectory } from '../customers/customer-directory.ts';
import type { Scope } from '../customers/model/scopes.ts';
import type { InputSettings } from './shared/parse-input.ts';

/** What every resolver may use; created by the server for each operation and never shared. */
export interface GatewayContext extends InputSettings {
  /** The directory of this operation, with its look-up cache, deadline and request meter. */
  readonly directory: CustomerDirectory;
  /** The permissions of this request's credentials. */
  readonly access: Access;
  /**
   * Receives an error that is reported alongside a value, e.g. for a list that is empty because the client may not see
   * it.
   */
  readonly report: (error: GraphQLError) => void;
}

/** The scopes of one request. */
export interface Access {
  may(scope: Scope): boolean;
}
