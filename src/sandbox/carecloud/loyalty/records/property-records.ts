import type { Random } from '../../../random.ts';
import { PROPERTIES, type Property } from '../catalogues/properties.ts';
import { inLanguage } from '../catalogues/texts.ts';
import type { Draw } from '../seeded.ts';
import type { PropertyRecordWire } from '../wire.ts';
import { pastTime } from './times.ts';

/** About a third of the project's properties, each with a value of its data type; names in the project's language. */
export const makePropertyRecords = (draw: Draw, customerId: string): readonly PropertyRecordWire[] => {
  const random = draw('properties', customerId);
  return PROPERTIES.filter(() => random.chance(0.35)).map((property) => ({
    property_record_id: `8${random.hex(25)}`,
    property_id: property.id,
    property_name: inLanguage(property.name, 'cs'),
    property_value: makeValue(random, property),
    last_change: pastTime(random),
  }));
};

const makeValue = (random: Random, { dataType, items = [] }: Property): unknown => {
  if (dataType === 'boolean') return random.chance(0.5);
  if (dataType === 'integer') return random.int(0, 60);
  if (dataType === 'float') return random.int(100, 99_999) / 100;
  if (dataType === 'date') return pastTime(random).slice(0, 10);
  if (dataType === 'timestamp') return pastTime(random);
  if (dataType === 'enum') return [random.pick(items)];
  if (dataType === 'multiselect') return items.filter(() => random.chance(0.6));
  if (dataType === 'address') return JSON.stringify({ street: 'Hlavní 1', city: 'Praha' });
  return random.pick(['Volat až odpoledne', '42', 'Má psa', '']);
};
