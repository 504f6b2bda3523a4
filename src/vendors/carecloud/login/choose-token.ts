/** A bearer token and its end of use, in milliseconds of this process's clock. */
export interface LoginToken {
  readonly token: string;
  readonly oldAt: number;
}

export interface KnownTokens {
  /** This replica's token; null if there is none yet. */
  readonly own: LoginToken | null;
  /** The token of the latest login of any replica; null if none is shared, or if this is unknown. */
  readonly shared: LoginToken | null;
  /** Tokens that the vendor answered with 401. */
  readonly refused: { has(token: string): boolean };
  readonly now: number;
}

/**
 * Decides whether to use this replica's token, take over another replica's, or log in. A shared token has priority: it
 * comes from the latest login, and if a login ends earlier tokens, no other works. Pure.
 */
export function chooseToken({ own, shared, refused, now }: KnownTokens): 'USE' | 'TAKE_OVER' | 'LOG_IN' {
  const isUsable = (one: LoginToken | null) => one !== null && now < one.oldAt && !refused.has(one.token);
  if (isUsable(shared)) return shared?.token === own?.token ? 'USE' : 'TAKE_OVER';
  return isUsable(own) ? 'USE' : 'LOG_IN';
}
