import { inLanguage, type Texts } from './texts.ts';

type Rows = (language: string) => readonly Readonly<Record<string, unknown>>[];

const EMAIL = '86e05affc7a7abefcd513ab4c1';
const SMS = '86e05affc7a7abefcd513ab4c2';
const PUSH = '86e05affc7a7abefcd513ab4c4';

/** `GET /communication-channels`, the only list that needs no login. */
export const channelRows: Rows = (language) => [
  { communication_channel_id: EMAIL, name: 'E-mail', text_id: 'email' },
  { communication_channel_id: SMS, name: 'SMS', text_id: 'sms' },
  {
    communication_channel_id: PUSH,
    name: inLanguage({ cs: 'Push notifikace', en: 'Push notification' }, language),
    text_id: 'push_notification',
  },
  {
    communication_channel_id: '86e05affc7a7abefcd513ab4c5',
    name: inLanguage({ cs: 'Pošta', en: 'Letter' }, language),
    text_id: 'letter',
  },
];

type Agreement = {
  readonly id: string;
  readonly textId: string;
  readonly name: Texts;
  readonly channel?: string;
};

/** With and without a channel; the fourth is a custom agreement. */
const AGREEMENTS: readonly Agreement[] = [
  {
    id: '8fd73167342d06899c4c015320',
    textId: 'newsletter',
    name: { cs: 'Novinky e-mailem', en: 'News by email' },
    channel: EMAIL,
  },
  {
    id: '8ac5e0f1b2c3d4e5f60718293a',
    textId: 'sms_offers',
    name: { cs: 'Nabídky SMS', en: 'Offers by SMS' },
    channel: SMS,
  },
  {
    id: '89ce2a1b9b01f5c939fb1e20cd',
    textId: 'third_parties',
    name: { cs: 'Předání partnerům', en: 'Sharing with partners' },
  },
  {
    id: '8ad6e0f1b2c3d4e5f60718294b',
    textId: 'push',
    name: { cs: 'Oznámení v mobilu', en: 'Mobile notifications' },
    channel: PUSH,
  },
  { id: '8ad6e0f1b2c3d4e5f60718295c', textId: 'profiling', name: { cs: 'Profilování', en: 'Profiling' } },
];

/** `GET /agreements`: its times have microseconds. */
export const agreementRows: Rows = (language) =>
  AGREEMENTS.map(({ id, textId, name, channel }) => ({
    agreement_id: id,
    name: inLanguage(name, language),
    text: `<p>${inLanguage(name, language)}</p>`,
    withdrawal_text: '<p>–</p>',
    ...(channel && { communication_channel_id: channel }),
    text_id: textId,
    last_change: '2021-09-09 09:09:09.123456',
  }));
