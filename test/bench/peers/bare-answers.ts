/** Hand-written mapping: the cost of the same responses without any framework, in the sandbox's formats. */

interface Account {
  readonly customer_id: string;
  readonly state?: number;
  readonly personal_information: Readonly<Record<string, unknown>>;
}

interface Profile {
  readonly id: number;
  readonly name: string | null;
  readonly email: string | null;
  readonly company: string | null;
  readonly phone: string | null;
  readonly lastSeen: string | null;
  readonly tags: readonly { readonly name: string }[];
}

export interface AccountPage {
  readonly data: { readonly customers: readonly Account[]; readonly total_items: number };
}

export interface ProfilePage {
  readonly data: readonly Profile[];
  readonly total: number;
}

const STATES: Readonly<Record<number, string>> = { 0: 'DELETED', 1: 'ACTIVE', 2: 'INACTIVE' };
const UPSTREAM = {
  upstream: { CARECLOUD: { requests: 1, cached: 0 }, HELPCRUNCH: { requests: 1, cached: 0 } },
};

export function coldAnswer(accounts: AccountPage, profiles: ProfilePage): string {
  return answer({
    careCloudCustomers: { nodes: accountNodes(accounts, 20) },
    helpCrunchCustomers: { nodes: profileNodes(profiles, 20) },
  });
}

export function accountNodes({ data }: AccountPage, most: number) {
  return data.customers.slice(0, most).map(({ customer_id, personal_information: person }) => ({
    customerId: customer_id,
    firstName: text(person.first_name),
    lastName: text(person.last_name),
    email: text(person.email),
    phone: text(person.phone),
  }));
}

export function profileNodes({ data }: ProfilePage, most: number) {
  return data.slice(0, most).map((profile) => ({
    customerId: String(profile.id),
    name: text(profile.name),
    email: text(profile.email),
    company: text(profile.company),
    phone: text(profile.phone),
  }));
}

export function unifiedAnswer(
  accounts: readonly Account[],
  hasNextPage: boolean,
  found: ProfilePage,
): string {
  const byEmail = groupByEmail(found);
  const nodes = accounts.map((account) => {
    const { email, profile } = joined(account, byEmail);
    return {
      id: globalId(account),
      name: nameOf(account) ?? text(profile?.name),
      email: email ?? text(profile?.email),
      sources: profile ? ['CARECLOUD', 'HELPCRUNCH'] : ['CARECLOUD'],
      careCloud: { customerId: account.customer_id, email, state: STATES[account.state ?? -1] ?? null },
      helpCrunch: profile && {
        customerId: String(profile.id),
        name: text(profile.name),
        lastSeenAt: time(profile.lastSeen),
        tags: profile.tags.map(({ name }) => ({ name })),
      },
    };
  });
  return answer({ customers: { nodes, pageInfo: { hasNextPage } } });
}

export function entitiesAnswer(ids: readonly string[], accounts: AccountPage, found: ProfilePage): string {
  const byEmail = groupByEmail(found);
  const byId = new Map(accounts.data.customers.map((account) => [account.customer_id, account]));
  const entities = ids.map((id) => {
    const account = byId.get(id);
    if (!account) return null;
    const { email, profile } = joined(account, byEmail);
    return {
      id: globalId(account),
      name: nameOf(account) ?? text(profile?.name),
      email: email ?? text(profile?.email),
      helpCrunch: profile && { customerId: String(profile.id), lastSeenAt: time(profile.lastSeen) },
    };
  });
  return answer({ _entities: entities });
}

/** The emails to search by, in both spellings. */
export function emailsOf(accounts: readonly Account[]): string[] {
  const emails = accounts.flatMap(({ personal_information: { email } }) => text(email) ?? []);
  return [...new Set(emails.flatMap((email) => [email, email.toLowerCase()]))];
}

function answer(data: object): string {
  return JSON.stringify({ data, extensions: UPSTREAM });
}

function joined(account: Account, byEmail: ReadonlyMap<string, readonly Profile[]>) {
  const email = text(account.personal_information.email);
  return { email, profile: (email !== null && byEmail.get(email.trim().toLowerCase())?.[0]) || null };
}

/** Last seen first, nulls last, then by id. */
function groupByEmail({ data }: ProfilePage): Map<string, Profile[]> {
  const byEmail = new Map<string, Profile[]>();
  for (const profile of data) {
    const key = profile.email?.trim().toLowerCase();
    if (!key) continue;
    const others = byEmail.get(key);
    if (others) others.push(profile);
    else byEmail.set(key, [profile]);
  }
  for (const profiles of byEmail.values()) {
    profiles.sort((a, b) => Number(b.lastSeen ?? -1) - Number(a.lastSeen ?? -1) || a.id - b.id);
  }
  return byEmail;
}

function globalId({ customer_id }: Account): string {
  return Buffer.from(`Customer:CARECLOUD:${customer_id}`).toString('base64');
}

function nameOf({ personal_information: person }: Account): string | null {
  return text([person.first_name, person.last_name].filter((part) => text(part) !== null).join(' '));
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function time(seconds: string | null): string | null {
  return seconds === null ? null : `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}Z`;
}
