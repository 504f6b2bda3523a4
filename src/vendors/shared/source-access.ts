/** How a source is reached, for operators; none of it is secret. */
export interface SourceAccess {
  readonly source: string;
  /** Its base URL, without credentials. */
  readonly address: string;
  readonly auth: 'TOKEN' | 'LOGIN' | 'API_KEY';
  /** The time zone of its times; null if they carry their own. */
  readonly timeZone: string | null;
  readonly settings: {
    /** The variable with the address. */
    readonly address: string;
    /** How the documented address ends. */
    readonly addressEnd: string;
    /** The variables with the credentials in use. */
    readonly credentials: readonly string[];
  };
}
