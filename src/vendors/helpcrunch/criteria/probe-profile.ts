import type { HelpCrunchCustomer } from '../../../customers/model/help-crunch-customer.ts';
import type { SearchField, SearchValue } from '../wire/wire.ts';

const NOBODY: HelpCrunchCustomer = {
  customerId: '0',
  name: null,
  email: null,
  userId: null,
  company: null,
  phone: null,
  firstSeenAt: null,
  lastSeenAt: null,
  location: null,
  device: null,
  unsubscribed: null,
  blocked: null,
  source: null,
  referer: null,
  locale: null,
  notes: null,
  lastPage: null,
  createdFrom: null,
  integrationId: null,
  tags: [],
  customData: [],
};

/** A profile with only one known field, to test conditions on. */
export function probeProfile(field: SearchField, value: SearchValue): HelpCrunchCustomer {
  const text = String(value);
  switch (field) {
    case 'customers.id':
      return { ...NOBODY, customerId: text };
    case 'customers.name':
      return { ...NOBODY, name: text };
    case 'customers.email':
      return { ...NOBODY, email: text };
    case 'customers.userId':
      return { ...NOBODY, userId: text };
    case 'customers.company':
      return { ...NOBODY, company: text };
    case 'customers.phone':
      return { ...NOBODY, phone: text };
    case 'customers.lastSeen':
      return { ...NOBODY, lastSeenAt: Number(value) * 1000 };
    case 'customers.countryCode':
    case 'customers.regionCode':
    case 'customers.city': {
      const location = { countryCode: text, regionCode: text, city: text };
      return { ...NOBODY, location };
    }
    case 'customers.tagsData':
      return {
        ...NOBODY,
        tags: Array.isArray(value) ? value.map(({ name }) => ({ name, color: null })) : [],
      };
  }
}
