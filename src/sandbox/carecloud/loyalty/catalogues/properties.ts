import type { PropertyItemWire } from '../wire.ts';
import { inLanguage, type Texts } from './texts.ts';

export type Property = {
  readonly id: string;
  readonly name: Texts;
  readonly dataType: string;
  readonly items?: readonly PropertyItemWire[];
};

const items = (prefix: string, names: readonly string[]): readonly PropertyItemWire[] =>
  names.map((name, index) => ({
    id: `${prefix}${index}`.padEnd(26, '0'),
    name,
    resource_record_id: null,
    state: index === 3 ? 0 : 1,
  }));

const property = (
  id: string,
  dataType: string,
  cs: string,
  en: string,
  choices?: readonly PropertyItemWire[],
): Property => ({ id, dataType, name: { cs, en }, ...(choices && { items: choices }) });

/** Every data type in the documents, and one of the project's own. */
export const PROPERTIES: readonly Property[] = [
  property('p1_note', 'string', 'Poznámka', 'Note'),
  property('p1_vip', 'boolean', 'VIP', 'VIP'),
  property('p1_visit_count', 'integer', 'Počet návštěv', 'Number of visits'),
  property('p1_wedding_day', 'date', 'Den svatby', 'Wedding day'),
  property('p1_last_call', 'timestamp', 'Poslední hovor', 'Last call'),
  property('p1_average_spend', 'float', 'Průměrná útrata', 'Average spend'),
  property(
    'p1_colour',
    'enum',
    'Oblíbená barva',
    'Favourite colour',
    items('8c01', ['Modrá', 'Zelená', 'Žlutá', 'Černá']),
  ),
  // The names of these choices are JSON texts of translations, as in one of the vendor's examples.
  property(
    'p1_visiting_time',
    'multiselect',
    'Kdy chodí',
    'Visiting time',
    items('8c02', [
      '{"en":"morning","cz":"dopoledne"}',
      '{"en":"afternoon","cz":"odpoledne"}',
      '{"en":"evening","cz":"večer"}',
    ]),
  ),
  property('p1_second_address', 'address', 'Druhá adresa', 'Second address'),
  property('p1_shoe_size', 'string', 'Velikost bot', 'Shoe size'),
  property('p1_children', 'integer', 'Děti', 'Children'),
  property('p1_newsletter_day', 'enum', 'Den novinek', 'Newsletter day', items('8c03', ['Po', 'St', 'Pá'])),
];

/** `GET /customer-properties`. */
export const propertyRows = (language: string): readonly Readonly<Record<string, unknown>>[] =>
  PROPERTIES.map(({ id, name, dataType, items: choices }) => ({
    property_id: id,
    name: inLanguage(name, language),
    description: '',
    data_type: dataType,
    ...(choices && { items: choices }),
    is_required: false,
    is_unique: false,
    last_change: '2019-06-20 14:48:09',
    state: 1,
  }));
