import type { CustomerSource, PushDown } from '../../../../src/customers/customer-source.ts';
import {
  type Demand,
  holdsMoments,
  type SharedCriteria,
} from '../../../../src/customers/model/customer-filter.ts';
import { foldEmail } from '../../../../src/customers/model/email.ts';
import { normalEmail } from '../../../../src/customers/model/identity-keys.ts';
import { foldText, splitName } from '../../../../src/customers/model/normalize-values.ts';
import type { Person, SourceRecord } from '../../../../src/customers/model/source-record.ts';
import { UpstreamError } from '../../../../src/errors/gateway-error.ts';

/** A person at Acme, a ticket shop that exists only here. Instants: milliseconds since the epoch. */
export interface AcmePerson {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly plan: string | null;
  readonly joinedAt: number | null;
  readonly seenAt: number | null;
}

/** Acme's own criterion. */
export interface AcmeFilter {
  /** Any of these; empty matches nothing. */
  readonly plans: readonly string[];
}

export type AcmeRecord = SourceRecord<AcmePerson>;

export interface AcmeOptions {
  readonly people: readonly AcmePerson[];
  readonly largestPage?: number;
  /** Whether it currently fails. */
  readonly isDown?: () => boolean;
}

const NAME = 'ACME';

/** The third vendor: profiles in memory, which it filters and sorts itself. */
export function createAcmeSource({
  people,
  largestPage = 50,
  isDown,
}: AcmeOptions): CustomerSource<AcmePerson> {
  const records = people.map(toRecord);
  const answer = async <T>(
    call: Parameters<CustomerSource['list']>[2],
    parameters: string[],
    value: () => T,
  ) => {
    call.meter.sent(NAME, { method: 'GET', path: '/people', parameters }, 0);
    await Promise.resolve();
    if (isDown?.()) throw new UpstreamError('UPSTREAM_UNAVAILABLE', NAME, 'Acme is down.');
    return value();
  };
  return {
    name: NAME,
    role: 'PROFILES',
    abilities: {
      filters: ['plans'],
      orders: ['JOINED', 'SEEN'],
      unifiedOrders: { SOURCE: 'JOINED', UPDATED_AT: 'SEEN' },
      fills: ['name', 'firstName', 'lastName', 'email', 'firstSeenAt', 'lastSeenAt', 'updatedAt'],
      largestPage,
      lookUpBatch: { id: 20, email: 20, userId: 0, phone: 0 },
      lookUpMixesKinds: true,
      searchReadings: ['NAME', 'EMAIL'],
    },
    plan: planDemand,
    planOwn: (own) => planDemand({ shared: {}, own }),
    matches,
    invisible: () => null,
    sortKey: ({ own }, field) => (field === 'SEEN' ? own.seenAt : own.joinedAt),
    list: ({ filter, order }, { offset, limit }, call) =>
      answer(call, ['offset', 'limit', 'sort'], () => {
        const matching = records.filter((record) => filter === null || matches(record, filter as Demand));
        const keyOf = ({ own }: AcmeRecord) => (order.field === 'SEEN' ? own.seenAt : own.joinedAt);
        const ascending = matching.toSorted(
          (a, b) => (keyOf(a) ?? -1) - (keyOf(b) ?? -1) || records.indexOf(a) - records.indexOf(b),
        );
        const rows = order.direction === 'ASC' ? ascending : ascending.toReversed();
        return { records: rows.slice(offset, offset + limit), total: rows.length };
      }),
    lookUp: (keys, call) =>
      answer(call, ['keys'], () =>
        keys.map(({ kind, value }) =>
          records.filter((record) =>
            kind === 'id'
              ? record.id === value
              : kind === 'email' &&
                record.keys.email !== undefined &&
                record.keys.email === normalEmail(value),
          ),
        ),
      ),
    search: (text, call) =>
      answer(call, ['text'], () => ({
        records: records.filter(({ own }) =>
          text.words.some((word) => foldText(own.name ?? '').includes(word)),
        ),
        isComplete: true,
        coverage: 'PARTS' as const,
      })),
    health: async () => ({
      status: isDown?.() ? 'UNAVAILABLE' : 'OK',
      requestsPerMinute: null,
      requestsRemaining: null,
    }),
  };
}

function planDemand(demand: Demand): PushDown {
  const own = demand.own as AcmeFilter | null;
  const isImpossible =
    own?.plans.length === 0 ||
    demand.shared.emails?.length === 0 ||
    demand.shared.birthdate !== undefined ||
    demand.shared.phone !== undefined ||
    demand.shared.phones !== undefined;
  const criteria = [...Object.keys(demand.shared), ...(own === null ? [] : ['acme.plans'])].map(
    (criterion) => ({
      criterion,
      handling: isImpossible ? ('IMPOSSIBLE' as const) : ('PUSHED_DOWN' as const),
    }),
  );
  return { filters: isImpossible ? [] : [demand], exact: true, criteria };
}

function matches({ person, own }: AcmeRecord, demand: Demand): boolean {
  const plans = (demand.own as AcmeFilter | null)?.plans;
  return (
    hasShared(person, demand.shared) &&
    holdsMoments(person, demand) &&
    (plans === undefined || (own.plan !== null && plans.includes(own.plan)))
  );
}

function hasShared(person: Person, shared: SharedCriteria): boolean {
  const hasEmail = (email: string) => person.email !== null && foldEmail(person.email) === foldEmail(email);
  const same = (value: string | null, wanted: string) =>
    value !== null && foldText(value) === foldText(wanted);
  return (
    (shared.email === undefined || hasEmail(shared.email)) &&
    (shared.emails === undefined || shared.emails.some(hasEmail)) &&
    (shared.firstName === undefined || same(person.firstName, shared.firstName)) &&
    (shared.lastName === undefined || same(person.lastName, shared.lastName)) &&
    shared.phone === undefined &&
    shared.phones === undefined &&
    shared.birthdate === undefined
  );
}

function toRecord(own: AcmePerson): AcmeRecord {
  const { firstName, lastName } = splitName(own.name);
  const nothing = {
    phone: null,
    birthdate: null,
    gender: null,
    company: null,
    language: null,
    city: null,
    countryCode: null,
  };
  return {
    source: NAME,
    id: own.id,
    person: {
      ...nothing,
      name: own.name?.trim() || null,
      firstName,
      lastName,
      email: own.email?.trim() || null,
      firstSeenAt: own.joinedAt,
      lastSeenAt: own.seenAt,
      updatedAt: own.seenAt,
    },
    keys: { email: normalEmail(own.email) },
    rank: 0,
    own,
  };
}
