import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';

/** The credentials and the address of a login. */
export interface LoginIdentity {
  readonly baseUrl: string;
  readonly login: string;
  readonly password: string;
  readonly applicationId: string;
}

/** Hides a token from anyone who can read the store, and refuses values that others wrote there. */
export interface TokenSeal {
  /** A name for the login: hexadecimal, and not secret. It depends on the credentials and the address. */
  readonly name: string;
  seal(token: string): string;
  /** The token; null for anything that was not sealed with the same credentials for the same address. */
  open(sealed: string): string | null;
}

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NAME_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The maximum length of a sealed text. */
export const MOST_SEALED_CHARACTERS = 8_192;

/**
 * Derives key and name from the credentials. The derivation is slow, on another thread: with a fast one, anyone who
 * reads the store could try out passwords.
 */
export async function createTokenSeal(identity: LoginIdentity): Promise<TokenSeal> {
  const { baseUrl, login, password, applicationId } = identity;
  const secret = JSON.stringify([login, password, applicationId]);
  const derived = await derive(secret, `customer-gateway login 1 ${baseUrl}`, KEY_BYTES + NAME_BYTES);
  const key = derived.subarray(0, KEY_BYTES);
  const name = derived.subarray(KEY_BYTES).toString('hex');
  const about = Buffer.from(`customer-gateway login 1 ${name}`);
  return {
    name,
    seal(token) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, key, nonce).setAAD(about);
      const text = Buffer.concat([cipher.update(token, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url');
    },
    open(sealed) {
      if (sealed.length > MOST_SEALED_CHARACTERS) return null;
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length <= NONCE_BYTES + TAG_BYTES) return null;
      try {
        const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), {
          authTagLength: TAG_BYTES,
        }).setAAD(about);
        decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
        const text = bytes.subarray(NONCE_BYTES + TAG_BYTES);
        return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
      } catch {
        return null;
      }
    },
  };
}

function derive(secret: string, salt: string, bytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, bytes, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}
