import type { GraphQLError } from 'graphql';
import type { CustomerDirectory } from '../customers/customer-directory.ts';
import type { Scope } from '../customers/model/scopes.ts';
import type { InputSettings } from './shared/parse-input.ts';

/** What every resolver may use: made by the server for each operation, never shared between two. */
export interface GatewayContext extends InputSettings {
  /** The directory of this operation, with its look-up memory, deadline and request meter. */
  readonly directory: CustomerDirectory;
  /** What the credentials of this request allow. */
  readonly access: Access;
  /** Takes an error that is told beside a value: of a list that is empty because the client may not see it. */
  readonly report: (error: GraphQLError) => void;
}

/** The scopes of one request. */
export interface Access {
  may(scope: Scope): boolean;
}
