import type { SourceAccess } from '../shared/source-access.ts';
import { CARECLOUD } from './record.ts';
import type { CareCloudCredentials } from './session.ts';

export function careCloudAccess(options: {
  readonly baseUrl: string;
  readonly credentials: CareCloudCredentials;
  readonly timeZone: string;
}): SourceAccess {
  const hasToken = 'token' in options.credentials;
  return {
    source: CARECLOUD,
    address: options.baseUrl,
    auth: hasToken ? 'TOKEN' : 'LOGIN',
    timeZone: options.timeZone,
    settings: {
      address: 'CARECLOUD_BASE_URL',
      addressEnd: '/webservice/rest-api/enterprise-interface/v1.0',
      credentials: hasToken
        ? ['CARECLOUD_TOKEN']
        : ['CARECLOUD_LOGIN', 'CARECLOUD_PASSWORD', 'CARECLOUD_APPLICATION_ID'],
    },
  };
}
