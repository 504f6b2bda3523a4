import { SettingsError } from '../settings/settings-error.ts';

/** Why the process cannot start, and what to do. A stack only for unexpected errors. */
export function explainStart(error: unknown): string {
  if (error instanceof SettingsError) return error.message;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return 'The port is taken. Set PORT (or ADMIN_PORT) to another one.';
  if (code === 'EACCES')
    return 'The port may not be opened by this user. Set PORT (or ADMIN_PORT) to one above 1023.';
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return 'This machine has no such address. Set HOST to one of its own.';
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
