import type { SourceRecord } from '../../../customers/model/source-record.ts';
import type { CustomersFilter } from '../wire/wire.ts';
import { allSpellings, packValues, type ValuePack } from './allowed-values.ts';
import { type Criterion, foldedValue, type Subject } from './criteria.ts';
import { emailFilter, needsList, singleValues } from './parameters.ts';

/**
 * The most phone numbers that are searched for with one query each, as `phone` takes one; longer lists are checked
 * here.
 */
const MOST_PHONE_QUERIES = 10;

/** How the values of a demand are divided among queries. */
export interface ValueSplit {
  /** Too many for the queries, so they are checked here. */
  readonly residual: ReadonlySet<Criterion>;
  /** Whether emails go into `email_list[]`. */
  readonly asksByList: boolean;
  /** The parameters that differ between the queries: one per query. */
  readonly filters: readonly CustomersFilter[];
  /** The index of the query that contains a record's value; null: records do not tell, or there is one query. */
  readonly ownerOf: ((record: SourceRecord) => number) | null;
}

/**
 * Divides values that are too many for one request. Only emails and ids can be; they are split into a query per `batch`
 * values. If both are too many, only the ids (at most one account each) are split and the emails are checked here, or
 * the queries would multiply. `phone` takes one number: a few numbers make one query each; more of them, or any
 * combined with emails or ids, are checked here.
 *
 * @param hasFound Whether the demand also names accounts that its filter resolved to.
 */
export function splitValues(wanted: readonly Criterion[], batch: number, hasFound: boolean): ValueSplit {
  const ids = wanted.find(({ subject }) => subject === 'customerIds');
  const emails = wanted.find(({ subject }) => subject === 'email');
  const phones = wanted.find(({ subject, choice }) => subject === 'phone' && choice.size > 1);
  const idPacks = ids && packValues(ids.choice, batch);
  const emailPacks = emails && packValues(emails.choice, batch);
  const phonePacks = phones && packValues(phones.choice, 1);

  const residual = new Set<Criterion>();
  if (idPacks && emails && emailPacks && emailPacks.length > 1) residual.add(emails);
  const isAlone = ids === undefined && emails === undefined && !hasFound;
  if (phones && phonePacks && (!isAlone || phonePacks.length > MOST_PHONE_QUERIES)) residual.add(phones);

  const asksByList = emails !== undefined && needsList(emails);
  const packsOf = (criterion: Criterion | undefined, packs: readonly ValuePack[] | undefined) =>
    criterion === undefined || residual.has(criterion) ? undefined : packs;
  const split: readonly Split[] = [
    {
      subject: 'customerIds',
      packs: packsOf(ids, idPacks),
      toFilter: (pack) => ({ customer_ids: allSpellings(pack) }),
    },
    {
      subject: 'email',
      packs: packsOf(emails, emailPacks),
      toFilter: (pack) => emailFilter(pack, asksByList),
    },
    {
      subject: 'phone',
      packs: packsOf(phones, phonePacks),
      toFilter: (pack) => singleValues([{ subject: 'phone', choice: pack }]),
    },
  ];
  const filters = split.reduce<readonly CustomersFilter[]>(
    (queries, { packs, toFilter }) =>
      packs === undefined
        ? queries
        : queries.flatMap((query) => packs.map((pack) => ({ ...query, ...toFilter(pack) }))),
    [{}],
  );
  const owner = split.find(({ packs = [] }) => packs.length > 1);
  return {
    residual,
    asksByList,
    filters,
    ownerOf: owner === undefined ? null : (record) => packOf(record, owner.subject, owner.packs ?? []),
  };
}

interface Split {
  readonly subject: Subject;
  /** Undefined: the demand has no values of it, or they are checked here. */
  readonly packs: readonly ValuePack[] | undefined;
  readonly toFilter: (pack: ValuePack) => CustomersFilter;
}

/** The pack, and so the query, that contains a record's value. */
function packOf(record: SourceRecord, subject: Subject, packs: readonly ValuePack[]): number {
  const folded = foldedValue(record, subject);
  return Math.max(
    0,
    packs.findIndex((pack) => pack.has(folded)),
  );
}
