import { fileURLToPath } from 'node:url';

/** Beside the packages: whoever can write there can change what runs anyway. */
export const CACHE = fileURLToPath(new URL('../../node_modules/.cache/customer-gateway', import.meta.url));
