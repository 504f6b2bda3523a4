/** A bearer token, and until when it is used: milliseconds of this process's clock. */
export interface LoginToken {
  readonly token: string;
  readonly oldAt: number;
}

export interface KnownTokens {
  /** The one in hand; null: none yet. */
  readonly own: LoginToken | null;
  /** The one of the latest login of any replica; null: none is shared, or nobody knows. */
  readonly shared: LoginToken | null;
  /** Tokens that the vendor answered with 401. */
  readonly refused: { has(token: string): boolean };
  readonly now: number;
}

/**
 * Goes on with the token in hand, takes over the one that another replica logged in for, or logs in. A shared token comes
 * first: it is of the latest login, and where a login ends the earlier ones no other works. Pure.
 */
export function chooseToken({ own, shared, refused, now }: KnownTokens): 'USE' | 'TAKE_OVER' | 'LOG_IN' {
  const isUsable = (one: LoginToken | null) => one !== null && now < one.oldAt && !refused.has(one.token);
  if (isUsable(shared)) return shared?.token === own?.token ? 'USE' : 'TAKE_OVER';
  return isUsable(own) ? 'USE' : 'LOG_IN';
}
