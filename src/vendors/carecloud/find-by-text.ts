import type { FacetSource, FinderValue } from '../../customers/facets/facet-source.ts';
import type { CareCloudCustomer } from '../../customers/model/care-cloud-customer.ts';
import type { RecordKey, SourceRecord } from '../../customers/model/source-record.ts';
import type { FoundRecords } from '../../customers/search/found-records.ts';
import type { SearchReading, SearchText } from '../../customers/search/read-search-text.ts';
import type { SourceCall } from '../../customers/source-call.ts';
import { UpstreamError } from '../../errors/gateway-error.ts';
import {
  type FindingState,
  type FindingStep,
  isUnfinished,
  nextSteps,
  type ValueFinder,
} from './finder-plan.ts';

type Account = SourceRecord<CareCloudCustomer>;

export interface FindByText {
  readonly find: FacetSource['find'];
  /** The accounts with these ids. */
  load(keys: readonly RecordKey[], call: SourceCall): Promise<readonly Account[]>;
  /** Reads the list of accounts with the phone that the text may be; null: it cannot be one, or was read. */
  readonly listByPhone: ((call: SourceCall) => Promise<void>) | null;
}

interface FindingValue {
  readonly reading: SearchReading;
  readonly toValues: (text: string) => readonly string[];
}

const CARD: FindingValue = {
  reading: 'CARD_NUMBER',
  // As stored, and as it may be printed.
  toValues: (text) => [...new Set([text.replace(/[ -]/g, ''), text])],
};

const FINDING: Readonly<Record<ValueFinder, FindingValue>> = {
  firstCardNumber: CARD,
  secondCardNumber: CARD,
  externalId: { reading: 'EXTERNAL_ID', toValues: (text) => [text] },
};

/** Readings of values that records do not show. */
export const FOUND_READINGS = [...new Set(Object.values(FINDING).map(({ reading }) => reading))];

type FoundByValues = Pick<FoundRecords<CareCloudCustomer>, 'records' | 'isComplete'> &
  Required<Pick<FoundRecords, 'foundBy'>>;

/** A search for a text as a card number, an id, or an id in another system. */
export interface TextFinding {
  /** Asks what this many requests allow. Null: whether anyone was found otherwise is not known yet. */
  ask(left: number, isAnyoneFound: boolean | null, call: SourceCall): Promise<void>;
  /** How many requests were sent. */
  sent(): number;
  /** Whether more can be asked. */
  isUnfinished(): boolean;
  found(): FoundByValues;
}

/**
 * Finds accounts by their id, a card number, or an id in another system; CareCloud matches all of them exactly. If a
 * finder fails or is not permitted, the result of the others is returned as incomplete.
 */
export function findByText(
  { text, readings }: SearchText,
  { find, load, listByPhone }: FindByText,
): TextFinding {
  const foundBy = new Map<string, Set<SearchReading>>();
  const open = new Set<FindingStep>(
    (Object.keys(FINDING) as ValueFinder[]).filter((finder) => readings.includes(FINDING[finder].reading)),
  );
  if (listByPhone !== null) open.add('PHONE');
  const loaded = new Set<string>();
  const records: Account[] = [];
  let hasFailed = false;
  let sent = 0;
  let isAnyoneKnown: boolean | null = null;
  const unloaded = () =>
    [...new Set([...(readings.includes('CARE_CLOUD_ID') ? [text] : []), ...foundBy.keys()])].filter(
      (id) => !loaded.has(id),
    );
  const stateWith = (left: number): FindingState => ({
    open,
    found: foundBy.size,
    unloaded: unloaded().length,
    left,
    isAnyoneFound: isAnyoneKnown,
  });

  async function ask(step: FindingStep, call: SourceCall): Promise<void> {
    open.delete(step);
    if (step === 'ACCOUNTS') await loadAccounts(call);
    else if (step === 'PHONE') await listByPhone?.(call);
    else await askFinder(step, call);
  }

  async function askFinder(finder: ValueFinder, call: SourceCall): Promise<void> {
    const { reading, toValues } = FINDING[finder];
    const values = toValues(text).map((value): FinderValue => ({ value }));
    try {
      for (const each of (await find(finder, values, call)).flat()) {
        const id = typeof each === 'string' ? each : each.id;
        foundBy.set(id, (foundBy.get(id) ?? new Set()).add(reading));
      }
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      hasFailed = true;
    }
  }

  async function loadAccounts(call: SourceCall): Promise<void> {
    const ids = unloaded();
    const keys = ids.map((value): RecordKey => ({ kind: 'id', value }));
    records.push(...(await load(keys, call)));
    for (const id of ids) loaded.add(id);
  }

  return {
    async ask(most, isAnyoneFound, call) {
      isAnyoneKnown = isAnyoneFound;
      let left = most;
      for (let steps = nextSteps(stateWith(left)); steps.length > 0; steps = nextSteps(stateWith(left))) {
        sent += steps.length;
        left -= steps.length;
        await Promise.all(steps.map((step) => ask(step, call)));
      }
    },
    sent: () => sent,
    isUnfinished: () => isUnfinished(stateWith(0)),
    found: () => ({
      records: [...records],
      isComplete: !hasFailed && !isUnfinished(stateWith(0)),
      foundBy,
    }),
  };
}
