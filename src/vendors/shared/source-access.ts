/** How a source is reached, for those who run the gateway: nothing of it is secret. */
export interface SourceAccess {
  readonly source: string;
  /** Its base address, without credentials. */
  readonly address: string;
  readonly auth: 'TOKEN' | 'LOGIN' | 'API_KEY';
  /** The zone its times are read in; null where they carry their own. */
  readonly timeZone: string | null;
  readonly settings: {
    /** The variable that holds the address. */
    readonly address: string;
    /** What the documented address ends in. */
    readonly addressEnd: string;
    /** The variables that hold the credentials in use. */
    readonly credentials: readonly string[];
  };
}
