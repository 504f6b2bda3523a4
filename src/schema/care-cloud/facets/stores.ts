import type { CareCloudStore } from '../../../customers/model/care-cloud-catalogue.ts';
import { builder } from '../../builder.ts';
import { encodeGlobalId } from '../../shared/global-id.ts';
import { nodeInterface } from '../../shared/node-interface.ts';
import { recordState } from './states.ts';
import type { Shown } from './texts.ts';

export const store = builder.objectRef<Shown<CareCloudStore>>('CareCloudStore').implement({
  description: 'A store, or another place of business.',
  interfaces: [nodeInterface],
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: 'Global id of this store. Good as a cache key.',
      resolve: ({ storeId }) => encodeGlobalId('CareCloudStore', storeId),
    }),
    storeId: t.exposeID('storeId', {
      nullable: false,
      description: 'CareCloud’s id of the store, e.g. `"8bed991c68a4"`.',
    }),
    code: t.exposeString('code', { nullable: true, description: 'Code of the store, e.g. `"P1"`.' }),
    systemId: t.exposeString('systemId', {
      nullable: true,
      description: 'Its id in another system, such as the till’s.',
    }),
    name: t.exposeString('name', { nullable: true, description: 'Name, e.g. `"Prague, Old Town"`.' }),
    city: t.exposeString('city', { nullable: true, description: 'City, e.g. `"Prague 1"`.' }),
    countryCode: t.exposeString('countryCode', {
      nullable: true,
      description: 'Country as CareCloud writes it, usually ISO 3166-1 alpha-2 in lower case, e.g. `"cz"`.',
    }),
    phone: t.exposeString('phone', { nullable: true, description: 'The store’s own phone number.' }),
    email: t.exposeString('email', { nullable: true, description: 'The store’s own email address.' }),
    url: t.exposeString('url', { nullable: true, description: 'The store’s page.' }),
    partnerId: t.exposeID('partnerId', {
      nullable: true,
      description: 'CareCloud’s id of the partner whose store it is.',
    }),
    state: t.expose('state', { type: recordState, nullable: true, description: 'Whether it is in use.' }),
  }),
});
