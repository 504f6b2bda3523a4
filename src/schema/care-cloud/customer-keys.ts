import { builder } from '../builder.ts';
import { present, toTrimmedText } from '../shared/parse-input.ts';
import type { FinderKey } from '../shared/vendor.ts';

const externalIdKey = builder.inputType('CareCloudExternalIdKey', {
  description:
    'The id that another system gave a customer, e.g. `{ id: "A798274529" }`. Ids are unique within a source only: without one, the customer with the id in any source is found.',
  fields: (t) => ({
    id: t.string({ required: true, description: 'The id there, e.g. `"A798274529"`.' }),
    sourceId: t.id({
      description: 'CareCloud’s id of the source, e.g. `"8fdce3475560d56e95a6ab035"`; any by default.',
    }),
  }),
});

type Key = FinderKey & { readonly name: string; readonly description: string };

/** Keys known at a till, in a shop or on a voucher. */
export const CARD_NUMBER: Key = {
  name: 'cardNumber',
  kind: 'found',
  finder: 'cardNumber',
  type: 'String',
  isPersonal: true,
  description:
    'The number of a loyalty card, else its secondary number, e.g. `"1000000000016"`. Needs the scope `customers:pii`.',
  parse: (text, path) => ({ value: toTrimmedText(String(text), path) }),
};

export const EXTERNAL_ID: Key = {
  name: 'externalId',
  kind: 'found',
  finder: 'externalId',
  type: externalIdKey,
  isPersonal: true,
  description:
    'The id that another system gave this person, as CareCloud stores it. Needs the scope `customers:pii`.',
  parse(input, path) {
    const { id, sourceId } = present(input as typeof externalIdKey.$inferInput);
    return {
      value: toTrimmedText(id ?? '', `${path}.id`),
      ...(sourceId !== undefined && { scope: toTrimmedText(sourceId, `${path}.sourceId`) }),
    };
  },
};

export const VOUCHER_CODE: Key = {
  name: 'voucherCode',
  kind: 'found',
  finder: 'voucherCode',
  type: 'String',
  isPersonal: true,
  description:
    'The code of a voucher that this person has, e.g. `"w7TU7KfeE"`. Needs the scope `customers:pii`.',
  parse: (text, path) => ({ value: toTrimmedText(String(text), path) }),
};
