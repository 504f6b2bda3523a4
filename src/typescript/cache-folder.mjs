import { fileURLToPath } from 'node:url';

/** Next to the packages: anyone who can write there can change the running code anyway. */
export const CACHE = fileURLToPath(new URL('../../node_modules/.cache/customer-gateway', import.meta.url));
