import type { SourceAccess } from '../shared/source-access.ts';
import { HELPCRUNCH } from './record.ts';

export function helpCrunchAccess({ baseUrl }: { readonly baseUrl: string }): SourceAccess {
  return {
    source: HELPCRUNCH,
    address: baseUrl,
    auth: 'API_KEY',
    timeZone: null,
    settings: { address: 'HELPCRUNCH_BASE_URL', addressEnd: '/v1', credentials: ['HELPCRUNCH_API_KEY'] },
  };
}
