import type { RewardWire } from '../wire.ts';

type Spec = readonly [
  id: string,
  code: string,
  name: string,
  group: number,
  points: number | null,
  automated: boolean,
];

const SPECS: readonly Spec[] = [
  ['8bc8ca16f9c5039951021700a2', 'COFFEE', 'Káva zdarma', 0, 50, false],
  ['8bc8ca16f9c5039951021700b3', 'TENOFF', 'Sleva 10 %', 1, 100, false],
  ['8bc8ca16f9c5039951021700c4', 'XMAS', 'Vánoční dárek', 2, null, true],
  ['8bc8ca16f9c5039951021700d5', 'SIMPLE5', '5 € na nákup', 4, 200, false],
  ['8bc8ca16f9c5039951021700e6', 'GIFT', 'Dárkový poukaz', 5, null, false],
];

/** One per group; the last one's group appears only in the prose. */
export const REWARDS: readonly RewardWire[] = SPECS.map(
  ([id, code, name, group, points, automated], index) => ({
    reward_id: id,
    code,
    name,
    note: index === 1 ? 'Neplatí na zlevněné zboží.' : '',
    subtitle: '',
    ...(points !== null && { points_cost: points }),
    reward_group: group,
    reward_type_id: '8701000000000000000000rewa',
    store_list: [],
    priority: 1 + index,
    image_urls: index === 2 ? [] : [`https://pictures.example/rewards/${code.toLowerCase()}.png`],
    ...(index === 1 && { reward_external_url: 'https://shop.example/ten-off' }),
    is_automated: automated,
    tags:
      index === 0
        ? [{ tag_id: '82c06812c0756528660784fef1', name: 'Občerstvení', text_id: 'refreshments' }]
        : [],
    last_change: '2024-02-02 02:02:02',
    state: 1,
  }),
);
