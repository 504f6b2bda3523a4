import { createHash } from 'node:crypto';
import { settingsFor, type VendorAddresses } from '../../vendors.ts';

const CLIENTS = ['desk', 'marketing', 'orders', 'crawler'];
const SCOPES = 'customers:read+customers:pii+customers:conversations';

/** The gateway's settings at the company: the vendors, and a key for each application. */
export function daySettings(vendors: VendorAddresses): Readonly<Record<string, string>> {
  return {
    ...settingsFor(vendors),
    PHONE_COUNTRY: 'CZ',
    LOG_LEVEL: 'silent',
    AUTH_API_KEYS: CLIENTS.map((name) => `${name}:${sha256(name)}:${SCOPES}`).join(','),
  };
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
