/**
 * Texts that may appear in logs: only those of our own making. Each reader accepts a text only in the format that our
 * own code produces, so that a value passed by mistake (an email, a name, a token, an expanded path) is withheld.
 */
const WITHHELD = '[withheld]';

const reader = (shape: RegExp) => (text: unknown) =>
  typeof text === 'string' && shape.test(text) ? text : WITHHELD;

/**
 * A code or name of ours: `UPSTREAM_TIMEOUT`, `ECONNRESET`, `GET`, `query`, `TypeError`, `data.lastSeen`. No spaces,
 * and digits only in capitals.
 */
export const safeWord = reader(/^[A-Za-z][A-Za-z_.[\]-]{0,63}$|^[A-Z][A-Z0-9_]{0,63}$/);

/** A documented path with placeholders: `/customers/{customer_id}`. */
export const safeRoute = reader(/^(?:\/(?:[a-z][a-z_-]{0,40}|\{[a-z_]{1,40}\})){1,8}$/);

/** A fixed sentence of ours: no digits, no `@`, no braces. */
export const safeSentence = reader(/^[A-Za-z][A-Za-z ,:;’'()/–-]{0,119}$/);

/** A request id in the format that the server accepts or creates. */
export const safeId = reader(/^[A-Za-z0-9_-]{1,64}$/);

/** A caller: an API key's name, or a prefixed hash. */
export const safeCaller = reader(/^[\w.-]{1,80}$/);

/** A GraphQL name, at most 64 characters. */
export const safeName = reader(/^[_A-Za-z][_0-9A-Za-z]{0,63}$/);

/** A SHA-256, 64 hex digits. */
export const safeHash = reader(/^[0-9a-f]{64}$/);

/** A host or address to listen on. */
export const safeHost = reader(/^[A-Za-z0-9.:-]{1,253}$/);

/** Advice in our own words, with names of settings and hosts. */
export const safeAdvice = reader(/^[A-Za-z0-9 ,.:;’'()[\]_/?–-]{1,400}$/);

/** A version: `1.2.3`, `v20.20.2`. */
export const safeVersion = reader(/^v?\d{1,4}(?:\.\d{1,6}){0,3}(?:-[a-z]{1,12}(?:\.\d{1,6})?)?$/);

/** What a decoder expected and the kind of value received; values have an `@` or are longer. */
export const safeDetail = reader(/^[A-Za-z0-9 ,.:;’'()[\]{}_/–-]{1,200}$/);
