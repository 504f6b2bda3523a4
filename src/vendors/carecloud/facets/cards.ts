import type { FacetArguments } from '../../../customers/facets/facet-source.ts';
import type { CareCloudCard, CareCloudCardState } from '../../../customers/model/care-cloud-loyalty.ts';
import { type Applying, type ListFacet, perCustomer, plain, type RowsDecoder } from './facet.ts';

/** By the vendor's numbers: 0 blocked, 1 active. */
const STATES: readonly CareCloudCardState[] = ['BLOCKED', 'ACTIVE'];

/** OpenAPI: schemas/Card.yaml */
const CARDS: RowsDecoder = {
  key: 'cards',
  namesCustomer: 'ALWAYS',
  decode: (row, { read, time }): CareCloudCard => ({
    cardId: read.text(row.card_id, 'cards.card_id'),
    number: read.text(row.card_number, 'cards.card_number'),
    secondaryNumber: read.text(row.secondary_card_number, 'cards.secondary_card_number'),
    typeId: read.text(row.card_type_id, 'cards.card_type_id'),
    validFrom: read.parsed(row.valid_from, time, 'cards.valid_from'),
    validTo: read.parsed(row.valid_to, time, 'cards.valid_to'),
    storeId: read.text(row.store_id, 'cards.store_id'),
    state: read.code(row.state, STATES, 'cards.state'),
    lastChangeAt: read.parsed(row.last_change, time, 'cards.last_change'),
  }),
};

/** The list over all customers instead of the one below the customer: it includes the state and each card's owner. */
export const cards: ListFacet = {
  kind: 'LIST',
  declaration: perCustomer('cards'),
  request: (customerId) => plain('/cards', [['customer_id', customerId]]),
  rows: CARDS,
  value: (rows, args, applying) =>
    (rows as readonly CareCloudCard[]).filter((card) => isWanted(card, args, applying)),
};

function isWanted(card: CareCloudCard, args: FacetArguments, { now }: Applying): boolean {
  const { validNow, state, cardTypeIds } = args as {
    readonly validNow?: boolean;
    readonly state?: CareCloudCardState;
    readonly cardTypeIds?: readonly string[];
  };
  if (validNow !== undefined && isValidAt(card, now) !== validNow) return false;
  if (state !== undefined && card.state !== state) return false;
  return cardTypeIds === undefined || (card.typeId !== null && cardTypeIds.includes(card.typeId));
}

/** Checks the dates alone; a missing date is no limit. */
export function isValidAt(
  { validFrom, validTo }: Pick<CareCloudCard, 'validFrom' | 'validTo'>,
  now: number,
): boolean {
  return (validFrom === null || validFrom <= now) && (validTo === null || now <= validTo);
}
