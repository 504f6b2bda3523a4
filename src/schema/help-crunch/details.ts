import type {
  HelpCrunchCustomDatum,
  HelpCrunchCustomer,
  HelpCrunchDevice,
  HelpCrunchLocation,
} from '../../customers/model/help-crunch-customer.ts';
import { builder } from '../builder.ts';

export const helpCrunchLocation = builder.objectRef<HelpCrunchLocation>('HelpCrunchLocation').implement({
  description: 'The place of a visit, as HelpCrunch derived it from the IP address.',
  fields: (t) => ({
    regionCode: t.exposeString('regionCode', {
      nullable: true,
      description: 'Region, in mixed notations: a code or a name, e.g. `"CA"`, `"40"`, `"London"`.',
    }),
    countryCode: t.exposeString('countryCode', {
      nullable: true,
      description: 'Country as HelpCrunch writes it, usually ISO 3166-1 alpha-2, e.g. `"US"`.',
    }),
    city: t.exposeString('city', { nullable: true, description: 'City, e.g. `"Los Angeles"`.' }),
  }),
});

export const helpCrunchDevice = builder.objectRef<HelpCrunchDevice>('HelpCrunchDevice').implement({
  description: 'A device that a person visited with.',
  fields: (t) => ({
    id: t.exposeID('id', {
      nullable: true,
      description: 'HelpCrunch’s id of the device, e.g. `"28874635"`: not a global id, so not a cache key.',
    }),
    ip: t.exposeString('ip', { nullable: true, description: 'IP address, e.g. `"192.168.1.1"`.' }),
    timezone: t.exposeString('timezone', {
      nullable: true,
      description:
        'Time zone as HelpCrunch writes it, not always an IANA name, e.g. `"America/Los Angeles"`.',
    }),
    platform: t.exposeString('platform', {
      nullable: true,
      description: 'Kind of device, e.g. `"desktop"`.',
    }),
    userAgent: t.exposeString('userAgent', {
      nullable: true,
      description: 'The browser’s user agent string, e.g. `"Mozilla/5.0 (Windows NT 10.0; …"`.',
    }),
  }),
});

export const helpCrunchTag = builder
  .objectRef<HelpCrunchCustomer['tags'][number]>('HelpCrunchTag')
  .implement({
    description: 'A tag on a profile.',
    fields: (t) => ({
      name: t.exposeString('name', { nullable: false, description: 'Name of the tag, e.g. `"Lead"`.' }),
      color: t.exposeString('color', {
        nullable: true,
        description: 'Colour of the tag as CSS writes it, e.g. `"#eb5a46"`.',
      }),
    }),
  });

export const helpCrunchCustomDatum = builder
  .objectRef<HelpCrunchCustomDatum>('HelpCrunchCustomDatum')
  .implement({
    description: 'One attribute that this company defined itself, e.g. `Plan`, and its value.',
    fields: (t) => ({
      property: t.exposeString('property', {
        nullable: false,
        description: 'Name of the attribute, e.g. `"Emails sent"`.',
      }),
      value: t.expose('value', {
        type: 'JSON',
        nullable: true,
        description:
          'Its value, e.g. `621`, `"admin"`, `true`; dates are texts such as `"2017-07-24 14:30:00"`.',
      }),
    }),
  });
