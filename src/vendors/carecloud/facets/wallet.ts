import type { FacetArguments } from '../../../customers/facets/facet-source.ts';
import type {
  CareCloudCredits,
  CareCloudExpiry,
  CareCloudMoney,
  CareCloudPoints,
} from '../../../customers/model/care-cloud-loyalty.ts';
import { calendarDate } from '../wire/zone-time.ts';
import {
  type FacetDecoding,
  type FacetRequest,
  given,
  type ObjectFacet,
  oneOrMany,
  perCustomer,
  plain,
} from './facet.ts';
import { decodeGoals } from './tiers.ts';

function wallet(
  name: string,
  action: string,
  decode: ObjectFacet['decode'],
  own: (args: FacetArguments) => FacetRequest['query'] = () => [],
  nothing: NonNullable<ObjectFacet['nothing']> = () => undefined,
): ObjectFacet {
  return {
    kind: 'OBJECT',
    declaration: perCustomer(name),
    request: (customerId, args) =>
      plain(`/wallet/actions/${action}`, [['customer_id', customerId], ...own(args)]),
    decode,
    nothing,
  };
}

/** `YYYY-MM-DD` each. */
const interval = ({ from, to }: FacetArguments) =>
  given({ date_from: from as string | undefined, date_to: to as string | undefined });

export const points = wallet(
  'points',
  'points-overview',
  (data, { read }): CareCloudPoints => ({
    available: read.number(data.available_points, 'available_points'),
    earned: read.number(data.earned_points, 'earned_points'),
    redeemed: read.number(data.redeemed_points, 'redeemed_points'),
    value: decodeMoney(data.available_points_money_value, { read }),
  }),
  interval,
);

export const pointsExpiring = wallet('points.expiring', 'points-expiration-overview', decodeExpiry);

export const credits = wallet(
  'credits',
  'credits-overview',
  (data, { read }): CareCloudCredits => ({
    available: read.number(data.available_credits, 'available_credits'),
    earned: read.number(data.earned_credits, 'earned_credits'),
    redeemed: read.number(data.redeemed_credits, 'redeemed_credits'),
    byCurrency: read.objects<CreditSummary>(data.split_by_currency, 'split_by_currency').flatMap((row) => {
      const currencyId = read.id(row.currency_id, 'split_by_currency.currency_id');
      if (currencyId === null) return [];
      return [
        {
          currencyId,
          available: read.number(row.available_credits, 'split_by_currency.available_credits'),
          earned: read.number(row.earned_credits, 'split_by_currency.earned_credits'),
          redeemed: read.number(row.redeemed_credits, 'split_by_currency.redeemed_credits'),
        },
      ];
    }),
  }),
  (args) => [
    ...interval(args),
    ...given({ credit_type_id: oneOrMany(args.creditTypeIds as readonly string[] | undefined) }),
  ],
  // An empty list of types means none.
  ({ creditTypeIds }): CareCloudCredits | undefined =>
    Array.isArray(creditTypeIds) && creditTypeIds.length === 0
      ? { available: 0, earned: 0, redeemed: 0, byCurrency: [] }
      : undefined,
);

export const creditsExpiring = wallet('credits.expiring', 'credits-expiration-overview', decodeExpiry);

export const turnover = wallet(
  'turnover',
  'sales-turnover',
  (data, decoding) =>
    decodeGoals(data.turnover, decoding).map(({ value, currencyId }) => ({ value, currencyId })),
  interval,
);

interface CreditSummary {
  readonly currency_id: string;
  readonly available_credits: number;
  readonly earned_credits: number;
  readonly redeemed_credits: number;
}

interface Money {
  readonly currency_id: string;
  readonly value: number;
}

function decodeMoney(value: unknown, { read }: Pick<FacetDecoding, 'read'>): readonly CareCloudMoney[] {
  return read.objects<Money>(value, 'money').flatMap((row) => {
    const currencyId = read.id(row.currency_id, 'money.currency_id');
    const amount = read.number(row.value, 'money.value');
    return currencyId === null || amount === null ? [] : [{ value: amount, currencyId }];
  });
}

/** The document mixes up the descriptions for credits. The names equal those for points and mean the same. */
function decodeExpiry(data: Readonly<Record<string, unknown>>, { read }: FacetDecoding): CareCloudExpiry {
  return {
    nextAmount: read.number(data.next_amount, 'next_amount'),
    nextDate: read.parsed(data.next_date, (text) => calendarDate(text.slice(0, 10)), 'next_date'),
    thisMonthAmount: read.number(data.current_month_amount, 'current_month_amount'),
  };
}
