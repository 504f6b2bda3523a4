import type {
  HelpCrunchCustomDatum,
  HelpCrunchCustomer,
  HelpCrunchDevice,
  HelpCrunchLocation,
} from '../../../customers/model/help-crunch-customer.ts';
import { isObject, toList, type Unproven } from '../../shared/json.ts';
import type { FieldReader } from './field-reader.ts';
import type { CustomerWire } from './wire.ts';

/** Decodes every field of the Customer model in both documented formats. No field can fail the record. */
export function decodeCustomerFields(
  customerId: string,
  wire: Unproven<CustomerWire>,
  read: FieldReader,
): HelpCrunchCustomer {
  return {
    customerId,
    name: read.text(wire.name, 'name'),
    email: read.text(wire.email, 'email'),
    userId: read.text(wire.userId, 'userId'),
    company: read.text(wire.company, 'company'),
    phone: read.text(wire.phone, 'phone'),
    firstSeenAt: read.time(wire.firstSeen, 'firstSeen'),
    lastSeenAt: read.time(wire.lastSeen, 'lastSeen'),
    location: decodeLocation(wire.location, read),
    device: decodeDevice(wire.device, read),
    unsubscribed: read.boolean(wire.unsubscribed, 'unsubscribed'),
    blocked: read.boolean(wire.blocked, 'blocked'),
    source: read.text(wire.source, 'source'),
    referer: read.text(wire.referer, 'referer'),
    locale: read.text(wire.locale, 'locale'),
    notes: read.text(wire.notes, 'notes'),
    lastPage: read.text(wire.lastPage, 'lastPage'),
    createdFrom: read.text(wire.createdFrom, 'createdFrom'),
    integrationId: read.text(wire.integrationId, 'integrationId'),
    tags: decodeTags(wire.tags, read),
    customData: decodeCustomData(wire.customData, read),
  };
}

function decodeLocation(value: unknown, read: FieldReader): HelpCrunchLocation | null {
  const location = read.object<NonNullable<CustomerWire['location']>>(value, 'location');
  return (
    location && {
      regionCode: read.text(location.regionCode, 'location.regionCode'),
      countryCode: read.text(location.countryCode, 'location.countryCode'),
      city: read.text(location.city, 'location.city'),
    }
  );
}

function decodeDevice(value: unknown, read: FieldReader): HelpCrunchDevice | null {
  const device = read.object<NonNullable<CustomerWire['device']>>(value, 'device');
  return (
    device && {
      id: read.text(device.id, 'device.id'),
      ip: read.text(device.ip, 'device.ip'),
      timezone: read.text(device.timezone, 'device.timezone'),
      platform: read.text(device.platform, 'device.platform'),
      userAgent: read.text(device.userAgent, 'device.userAgent'),
    }
  );
}

/** A tag without a name is dropped. */
function decodeTags(value: unknown, read: FieldReader): HelpCrunchCustomer['tags'] {
  const tags: { name: string; color: string | null }[] = [];
  for (const tag of read.named<{ name: string; color: string }>(value, 'tags')) {
    const name = read.text(tag.name, 'tags.name');
    if (name !== null) tags.push({ name, color: read.text(tag.color, 'tags.color') });
  }
  return tags;
}

/** A list of `{ property, value }` (OLD pages) or a map (NEW pages), in the vendor's order. */
function decodeCustomData(value: unknown, read: FieldReader): readonly HelpCrunchCustomDatum[] {
  const isList = toList(value)?.every(isObject) ?? false;
  if (isObject(value) && !isList) {
    return Object.entries(value).map(([property, datum]) => ({
      property,
      value: read.scalar(datum, 'customData.value'),
    }));
  }
  const data: HelpCrunchCustomDatum[] = [];
  for (const datum of read.objects<HelpCrunchCustomDatum>(value, 'customData')) {
    const property = read.text(datum.property, 'customData.property');
    if (property !== null) data.push({ property, value: read.scalar(datum.value, 'customData.value') });
  }
  return data;
}
