import type {
  CareCloudChannel,
  CareCloudConsentType,
} from '../../../customers/model/care-cloud-catalogue.ts';
import { builder } from '../../builder.ts';
import { entryOf, type Shown } from './texts.ts';

export const channel = builder.objectRef<CareCloudChannel>('CareCloudChannel').implement({
  description: 'A way to reach customers, such as email.',
  fields: (t) => ({
    channelId: t.exposeID('channelId', { nullable: false, description: 'CareCloud’s id of the channel.' }),
    textId: t.exposeString('textId', {
      nullable: true,
      description: 'A stable name for programs, e.g. `"email"`.',
    }),
    name: t.exposeString('name', { nullable: true, description: 'Name, e.g. `"Email"`.' }),
  }),
});

export const consentType = builder.objectRef<Shown<CareCloudConsentType>>('CareCloudConsentType').implement({
  description: 'Something that customers are asked to consent to.',
  fields: (t) => ({
    consentId: t.exposeID('consentId', {
      nullable: false,
      description: 'CareCloud’s id of the kind of consent, as in `CareCloudConsent.consentId`.',
    }),
    textId: t.exposeString('textId', { nullable: true, description: 'A stable name for programs.' }),
    name: t.exposeString('name', { nullable: true, description: 'Name, e.g. `"Newsletter"`.' }),
    channel: t.field({
      type: channel,
      description: 'The channel it applies to; null when it applies to none.',
      resolve: (consent, _args, context) => entryOf('channels', consent.channelId, consent, context),
    }),
    lastChangeAt: t.expose('lastChangeAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was last changed.',
    }),
  }),
});
