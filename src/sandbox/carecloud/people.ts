import type { Person } from '../people/people.ts';
import { toPragueTime } from '../people/prague-time.ts';
import type { Random } from '../random.ts';
import type {
  CareCloudAddressWire,
  CareCloudAgreementWire,
  CareCloudConsentWire,
  CareCloudPersonalInformationWire,
  CareCloudRow,
} from './wire.ts';

/** The systems that an account can come from: shop, tills, mobile application. */
const CUSTOMER_SOURCE_IDS = [
  '8fdce3475560d56e95a6ab035',
  '8bd481d1a7e02f33cb5f9c0d21',
  '81c2d3e4f5a6b7c8d9e0f1a2b3',
];

const STORE_IDS = ['8bed991c68a4', '86e05affc7a7abecd513ab400', '81eaeea13b8984a169c490a325'];
const CONSENT_IDS = [
  '8fd73167342d06899c4c015320',
  '8ac5e0f1b2c3d4e5f60718293a',
  '89ce2a1b9b01f5c939fb1e20cd',
];
const EARLIEST_MS = Date.UTC(2019, 0, 1);
const LATEST_MS = Date.UTC(2025, 5, 30);
/** An import changed many accounts within one second, which makes ties in last_change. */
const IMPORTED_AT = ['2023-03-01 04:00:00', '2024-11-05 02:30:00'];

/** Shared between accounts, so that a list of a million fits into memory. */
const AGREEMENTS: readonly CareCloudAgreementWire[] = [0, 1, 2].flatMap((marketing) =>
  [0, 1, 2].map((custom) => ({
    agreement_gtc: 1,
    agreement_profiling: marketing === 1 ? 1 : 2,
    agreement_marketing_communication: marketing,
    custom_agreements: [{ agreement_id: '89ce2a1b9b01f5c939fb1e20cd', agreement_value: custom }],
  })),
);

/** A person's account at CareCloud: valid by the vendor's schema, with the gaps that real accounts have. */
export const toCareCloudRow = (random: Random, person: Person): CareCloudRow => {
  const changedAt = random.chance(0.04)
    ? undefined
    : random.chance(0.1)
      ? random.pick(IMPORTED_AT)
      : toPragueTime(random.int(EARLIEST_MS, LATEST_MS));
  const { email, phone } = person;
  return {
    customer_id: `8${random.hex(25)}`,
    personal_information: toPersonalInformation(random, person),
    ...(email && random.chance(0.4) && { doi_email: toPragueTime(random.int(EARLIEST_MS, LATEST_MS)) }),
    ...(phone && random.chance(0.2) && { doi_phone: toPragueTime(random.int(EARLIEST_MS, LATEST_MS)) }),
    ...(changedAt && { last_change: changedAt }),
    state: random.chance(0.9) ? 1 : random.chance(0.5) ? 0 : 2,
    ...(random.chance(0.85) && { customerSourceId: random.pick(CUSTOMER_SOURCE_IDS) }),
  };
};

const toPersonalInformation = (random: Random, person: Person): CareCloudPersonalInformationWire => {
  const { country, woman, firstName, lastName, email, phone } = person;
  return {
    gender: random.chance(0.06)
      ? null
      : random.chance(0.04)
        ? random.int(4, 5)
        : woman
          ? random.int(2, 3)
          : 1,
    // Tills enrol people who leave only a number.
    first_name: random.chance(0.03) ? random.pick(['', '-']) : firstName,
    last_name: random.chance(0.02) ? random.pick(['', '-', 'anonymous']) : lastName,
    ...(random.chance(0.08) && { pre_nominals: random.pick(['Ing.', 'Mgr.', 'MUDr.', 'JUDr.']) }),
    ...(random.chance(0.03) && { post_nominals: random.pick(['Ph.D.', 'CSc.', 'MBA']) }),
    ...(random.chance(0.7) && { birthdate: makeBirthdate(random) }),
    ...(email && { email }),
    ...(phone && { phone }),
    language_id: random.chance(0.9) ? country.language : 'en',
    ...(random.chance(0.8) && { store_id: random.pick(STORE_IDS) }),
    ...(random.chance(0.1) && { photo_url: `https://photos.example/${random.hex(12)}.jpg` }),
    address: makeAddress(random, person),
    ...(random.chance(0.7) && { agreement: random.pick(AGREEMENTS) }),
    consents: makeConsents(random),
  };
};

const makeBirthdate = (random: Random): string => {
  const bornAt = random.int(Date.UTC(1940, 0, 1), Date.UTC(2006, 11, 31));
  return new Date(bornAt).toISOString().slice(0, 10);
};

const NO_ADDRESS: CareCloudAddressWire = {
  address1: '',
  address2: '',
  address3: '',
  address4: '',
  address5: '',
  address6: '',
  address7: '',
  zip: '',
  city: '',
  country_code: '',
};

const makeAddress = (random: Random, { country, city: [city, zip] }: Person): CareCloudAddressWire =>
  random.chance(0.25)
    ? NO_ADDRESS
    : {
        ...NO_ADDRESS,
        address1: random.pick(country.streets),
        address2: String(random.int(1, 1999)),
        address3: random.chance(0.5) ? `${random.int(1, 60)}${random.pick(['', 'a', 'b'])}` : '',
        zip,
        city,
        country_code: country.code,
      };

const makeConsents = (random: Random): readonly CareCloudConsentWire[] =>
  CONSENT_IDS.filter(() => random.chance(0.4)).map((consent_id) => ({
    consent_id,
    consent_value: random.int(0, 2),
    last_change: toPragueTime(random.int(EARLIEST_MS, LATEST_MS)),
  }));
