import { inLanguage, type Texts } from './texts.ts';

type Group = { readonly id: string; readonly textId: string; readonly name: Texts; readonly parent?: string };

const BADGES = '8a10000000000000000000rfm1';
const LIFE_CYCLE = '8a20000000000000000000life';
const CAMPAIGNS = '8a30000000000000000000camp';

const GROUPS: readonly Group[] = [
  { id: BADGES, textId: 'rfm_badges', name: { cs: 'RFM odznaky', en: 'RFM badges' } },
  { id: LIFE_CYCLE, textId: 'life_cycle', name: { cs: 'Životní cyklus', en: 'Life cycle' } },
  { id: CAMPAIGNS, textId: 'campaigns', name: { cs: 'Kampaně', en: 'Campaigns' }, parent: LIFE_CYCLE },
];

type Segment = {
  readonly id: string;
  readonly groupId: string;
  readonly name: Texts;
  /** The fraction of all customers in it. */
  readonly share: number;
};

const segment = (id: string, groupId: string, cs: string, en: string, share: number): Segment => ({
  id,
  groupId,
  name: { cs, en },
  share,
});

/** Six badges, five stages of a customer's life and three campaigns. */
export const SEGMENTS: readonly Segment[] = [
  segment('82de12eb8b138791e678fd11c3', BADGES, 'Šampioni', 'Champions', 0.05),
  segment('82aa01b2c3d4e5f60718293a41', BADGES, 'Věrní', 'Loyal', 0.12),
  segment('82aa02b2c3d4e5f60718293a42', BADGES, 'Noví', 'New', 0.1),
  segment('82aa03b2c3d4e5f60718293a43', BADGES, 'Slibní', 'Promising', 0.08),
  segment('82aa04b2c3d4e5f60718293a44', BADGES, 'V ohrožení', 'At risk', 0.09),
  segment('82aa05b2c3d4e5f60718293a45', BADGES, 'Ztracení', 'Lost', 0.07),
  segment('82bb01b2c3d4e5f60718293b41', LIFE_CYCLE, 'Registrovaní', 'Registered', 0.2),
  segment('82bb02b2c3d4e5f60718293b42', LIFE_CYCLE, 'První nákup', 'First purchase', 0.15),
  segment('82bb03b2c3d4e5f60718293b43', LIFE_CYCLE, 'Aktivní', 'Active', 1 / 3),
  segment('82bb04b2c3d4e5f60718293b44', LIFE_CYCLE, 'Spící', 'Dormant', 0.1),
  segment('82bb05b2c3d4e5f60718293b45', LIFE_CYCLE, 'Vrácení', 'Won back', 0.03),
  segment('82cc01b2c3d4e5f60718293c41', CAMPAIGNS, 'Vánoce 2024', 'Christmas 2024', 0.25),
  segment('82cc02b2c3d4e5f60718293c42', CAMPAIGNS, 'Narozeniny', 'Birthdays', 0.06),
  segment('82cc03b2c3d4e5f60718293c43', CAMPAIGNS, 'Nikdo', 'Nobody', 0),
];

/** `GET /segments`. */
export const segmentRows = (language: string): readonly Readonly<Record<string, unknown>>[] =>
  SEGMENTS.map(({ id, groupId, name }, index) => ({
    segment_id: id,
    name: inLanguage(name, language),
    segment_group_id: groupId,
    ...(groupId === BADGES && { segment_picture_url: `https://pictures.example/badges/${index + 1}.png` }),
    ...(index % 3 === 0 && {
      note: inLanguage({ cs: 'Počítá se každou noc.', en: 'Computed every night.' }, language),
    }),
    last_change: '2024-06-04 13:25:39',
  }));

/** `GET /segment-groups`: its times have microseconds. */
export const segmentGroupRows = (language: string): readonly Readonly<Record<string, unknown>>[] =>
  GROUPS.map(({ id, textId, name, parent }) => ({
    segment_group_id: id,
    name: inLanguage(name, language),
    ...(parent && { parent_group_id: parent }),
    note: '',
    text_id: textId,
    last_change: '2022-04-21 08:26:36.058922',
  }));
