import type { TextMatching } from '../../personality/with-habits.ts';
import type { RowIndex, RowPage } from '../../row-store.ts';
import { comparison } from '../comparison.ts';
import type { HelpCrunchCondition, HelpCrunchSearch } from '../search-body.ts';
import type { HelpCrunchCustomerWire } from '../wire.ts';
import type { ChatData } from './chat-data.ts';
import { chatField } from './chat-fields.ts';
import type { ChatRow } from './wire.ts';

type Check = (chat: ChatRow, customer: HelpCrunchCustomerWire | undefined) => boolean;

const BY_CUSTOMER: RowIndex<ChatRow> = { name: 'customer', keyOf: ({ customer }) => customer };

/** What `POST /chats/search` finds: all conditions, or any of them; they do not nest. */
export const searchChats = (
  { store, profiles }: ChatData,
  { page, any, conditions }: HelpCrunchSearch<ChatRow>,
  matching: TextMatching,
): RowPage<ChatRow> => {
  const checks = conditions.map((condition) => toCheck(condition, matching));
  const isOfCustomers =
    any && conditions.every(({ field, operator }) => field === 'chats.customer' && operator === '=');
  return store.select({
    ...page,
    candidates: isOfCustomers
      ? store.lookUp(BY_CUSTOMER, new Set(conditions.map(({ value }) => value as number)))
      : null,
    matches: isOfCustomers
      ? null
      : (chat) => {
          const customer = profiles.find(chat.customer);
          return any
            ? checks.some((check) => check(chat, customer))
            : checks.every((check) => check(chat, customer));
        },
  });
};

const toCheck = ({ field: name, operator, value }: HelpCrunchCondition, matching: TextMatching): Check => {
  // The OLD generation has every field of the NEW one; parsing the body already checked which fields are allowed.
  const field = chatField('OLD', name);
  if (!field) throw new Error(`Expected a field of the search grammar, got ${name}.`);
  const fold = (text: string) => matching.fold(text, { field: name, operator });
  if (name === 'chats.customer.tagsData') {
    const wanted = (value as readonly string[]).map(fold);
    return (_, customer) => {
      const own = new Set(customer?.tags.map((tag) => fold(tag.name)));
      return wanted.every((each) => own.has(each));
    };
  }
  const folded = (one: string | number | null) => (typeof one === 'string' ? fold(one) : one);
  const compare = comparison(
    operator,
    folded(value as string | number) as string | number,
    matching.contains,
  );
  const isNegative = operator.startsWith('!');
  return (chat, customer) => {
    const values = field.values(chat, customer).map(folded);
    return isNegative ? values.every(compare) : values.some(compare);
  };
};
