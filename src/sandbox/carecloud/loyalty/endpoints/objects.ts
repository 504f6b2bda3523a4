import { creditsOverview, expirationOverview, pointsOverview, salesTurnover } from '../records/wallet.ts';
import type { Asked, ObjectEndpoint } from './endpoint.ts';
import { DATE, type Parameters, TEXT_OR_LIST } from './parameters.ts';

const CUSTOMER: Parameters = { customer_id: { kind: 'TEXT', required: true } };
const INTERVAL: Parameters = { ...CUSTOMER, date_from: DATE, date_to: DATE };

const intervalOf = ({ given }: Asked) => ({ from: given.text('date_from'), to: given.text('date_to') });

/** The wallet of the customer named by a parameter; 404 for an unknown one. */
const wallet = (
  action: string,
  parameters: Parameters,
  toOverview: (customerId: string, asked: Asked) => object,
): ObjectEndpoint => ({
  path: `/wallet/actions/${action}`,
  parameters,
  one: (asked) => {
    const customerId = asked.given.text('customer_id') ?? '';
    return asked.data.hasCustomer(customerId) ? toOverview(customerId, asked) : null;
  },
});

const total = (amounts: readonly number[]) => amounts.reduce((sum, amount) => sum + amount, 0);

export const OBJECTS: readonly ObjectEndpoint[] = [
  wallet('points-overview', INTERVAL, (customerId, asked) =>
    pointsOverview(asked.data.of('point_history', customerId), intervalOf(asked)),
  ),
  wallet('points-expiration-overview', CUSTOMER, (customerId, { data, nowMs }) =>
    expirationOverview(total(data.of('point_history', customerId).map((row) => row.point_amount)), nowMs),
  ),
  wallet('credits-overview', { ...INTERVAL, credit_type_id: TEXT_OR_LIST }, (customerId, asked) =>
    creditsOverview(
      asked.data.of('credits', customerId),
      intervalOf(asked),
      asked.given.list('credit_type_id') ?? [],
    ),
  ),
  wallet('credits-expiration-overview', CUSTOMER, (customerId, { data, nowMs }) =>
    expirationOverview(total(data.of('credits', customerId).map(({ amount }) => amount)), nowMs),
  ),
  wallet('sales-turnover', INTERVAL, (customerId, asked) =>
    salesTurnover(asked.data.of('purchases', customerId), intervalOf(asked)),
  ),
  {
    path: '/vouchers/{id}',
    parameters: {},
    one: ({ data, id }) => data.all('vouchers').find((row) => row.voucher_id === id) ?? null,
  },
  {
    path: '/purchases/{id}',
    parameters: {},
    one: ({ data, id }) => data.all('purchases').find((row) => row.purchase_id === id) ?? null,
  },
];
