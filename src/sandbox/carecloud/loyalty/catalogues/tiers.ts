import type { TurnoverWire } from '../wire.ts';
import { CZK, EUR } from './currencies.ts';
import { inLanguage, type Texts } from './texts.ts';

type Tier = {
  readonly id: string;
  readonly textId: string;
  readonly name: Texts;
  readonly description: Texts;
  readonly discount: number;
  /** 0 with the account, 1 manually, 2 by purchases. */
  readonly qualificationType: 0 | 1 | 2;
  readonly points?: number;
  readonly turnover: readonly TurnoverWire[];
};

/** The tiers, lowest first. */
export const TIERS: readonly Tier[] = [
  {
    id: '86e05affc7a7abefcd513ab400',
    textId: 'basic',
    name: { cs: 'Základní', en: 'Basic' },
    description: { cs: 'Pro všechny členy.', en: 'For every member.' },
    discount: 0,
    qualificationType: 0,
    turnover: [],
  },
  {
    id: '83d1d11ea3884a5d33253fe214',
    textId: 'silver',
    name: { cs: 'Stříbrný', en: 'Silver' },
    description: { cs: 'Kdo u nás nakupuje často.', en: 'For those who buy often.' },
    discount: 3,
    qualificationType: 2,
    points: 500,
    turnover: [
      { currency_id: CZK, value: 5000 },
      { currency_id: EUR, value: 200 },
    ],
  },
  {
    id: '82f4c6b8d0e2f4a6c8b0d2e4f6',
    textId: 'gold',
    name: { cs: 'Zlatý', en: 'Gold' },
    description: { cs: 'Naši věrní.', en: 'Our faithful.' },
    discount: 7,
    qualificationType: 2,
    points: 2000,
    turnover: [
      { currency_id: CZK, value: 20000 },
      { currency_id: EUR, value: 800 },
    ],
  },
  {
    id: '81b2c3d4e5f6a7b8c9d0e1f2a3',
    textId: 'platinum',
    name: { cs: 'Platinový', en: 'Platinum' },
    description: { cs: 'Jen na pozvání.', en: 'By invitation only.' },
    discount: 12,
    qualificationType: 1,
    turnover: [],
  },
];

/** `GET /statuses`. */
export const statusRows = (language: string): readonly Readonly<Record<string, unknown>>[] =>
  TIERS.map((tier, step) => ({
    status_id: tier.id,
    name: inLanguage(tier.name, language),
    description: inLanguage(tier.description, language),
    qualification_period: 12,
    qualification_turnover: tier.turnover,
    ...(tier.points !== undefined && { qualification_points: tier.points }),
    ...(step > 0 && { previous_status: TIERS[step - 1]?.id }),
    ...(step + 1 < TIERS.length && { next_status: TIERS[step + 1]?.id }),
    validity_period: '2 years',
    collection_points: true,
    payment_points: step > 0,
    qualification_type: tier.qualificationType,
    discount: tier.discount,
    overall_discount_on_discounted_purchase_items: step > 1,
    text_id: tier.textId,
    last_change: '2024-01-02 08:00:00',
  }));
