import type { StoreWire } from '../wire.ts';
import { PARTNER } from './small.ts';

/** A store named by purchases but missing from the catalogue: it was deleted long ago. */
export const UNKNOWN_STORE = '8000000000000000000000gone';

const place = (
  id: string,
  code: string,
  name: string,
  city: string,
  country: string,
  street: string,
): StoreWire => ({
  store_id: id,
  store_code: code,
  name,
  store_address: {
    address1: street,
    address2: '12',
    address3: '',
    address4: '',
    address5: '',
    address6: '',
    address7: '',
    zip: '11000',
    city,
    country_code: country,
  },
  contact_email: `${code.toLowerCase()}@stores.example`,
  phone_number: '420222333444',
  partner_id: PARTNER,
  system_id: `POS-${code}`,
  url_address: `https://stores.example/${code.toLowerCase()}`,
  visibility_for_customer: 1,
  last_change: '2024-03-01 09:30:00',
  state: 1,
});

/** `GET /stores`: the first has a short id, as in the documents' older examples; the last one is deleted. */
export const STORES: readonly StoreWire[] = [
  place('8bed991c68a4', 'P1', 'Praha Vodičkova', 'Praha', 'CZ', 'Vodičkova'),
  place('86e05affc7a7abecd513ab400', 'B1', 'Brno Česká', 'Brno', 'CZ', 'Česká'),
  place('81eaeea13b8984a169c490a325', 'BA', 'Bratislava Obchodná', 'Bratislava', 'SK', 'Obchodná'),
  place('82c06812c0756528660784feaa', 'VIE', 'Wien Mariahilf', 'Wien', 'AT', 'Mariahilfer Straße'),
  place('82c06812c0756528660784febb', 'ESHOP', 'E-shop', 'Praha', 'CZ', 'Karlínské náměstí'),
  { ...place('82c06812c0756528660784fecc', 'OL', 'Olomouc', 'Olomouc', 'CZ', 'Denisova'), state: 0 },
];
