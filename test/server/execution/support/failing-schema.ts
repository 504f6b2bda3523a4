import { buildSchema, type GraphQLSchema, isObjectType } from 'graphql';

const DEFINITIONS = `
  type Query { thing: Thing sure: Thing! any: Being things: [Thing] sureThings: [Thing!]! }
  interface Being { name: String sureName: String! }
  type Thing implements Being {
    name: String sureName: String! number: Int sureNumber: Int!
    thing: Thing sureThing: Thing! any: Being sureAny: Being!
    things: [Thing] someThings: [Thing!] sureThings: [Thing!]! lists: [[Int]!]
  }
  type Other implements Being { name: String sureName: String! other: Other }
`;

/** Whether fields return their values at once, later, or a mixture. */
export type Pace = 'at once' | 'later' | 'mixed';

/**
 * A schema whose fields return values, null, errors and invalid values, determined by the field, the depth and a seed,
 * so that every execution is the same. At a mixed pace lists are empty, because graphql leaves rejections of a list's
 * items unhandled there.
 */
export function failingSchema(seed: number, pace: Pace): GraphQLSchema {
  const schema = buildSchema(DEFINITIONS);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const fieldType = String(field.type).replaceAll('!', '');
      field.resolve = (source, _args, _context, info) => {
        const { depth = 0, row = '' } = (source ?? {}) as { depth?: number; row?: string };
        const outcome = outcomeOf(`${seed} ${depth} ${row} ${field.name} ${String(info.path.key)}`);
        const isLate = pace === 'later' || (pace === 'mixed' && outcome % 3 === 0);
        const give = () => {
          if (outcome % 11 === 0) throw new Error(`${field.name} throws`);
          if (outcome % 7 === 0) return null;
          if (outcome % 13 === 0) return new Error(`${field.name} gives an error`);
          if (outcome % 17 === 0) return 'something else';
          return resultOf(fieldType, { depth: depth + 1, row, outcome, pace });
        };
        return isLate ? Promise.resolve().then(give) : give();
      };
    }
  }
  return schema;
}

interface Wanted {
  readonly depth: number;
  readonly row: string;
  readonly outcome: number;
  readonly pace: Pace;
}

function resultOf(type: string, { depth, row, outcome, pace }: Wanted): unknown {
  const thing = (at: number) => ({
    __typename: outcome % 5 === 0 ? 'Other' : 'Thing',
    depth,
    row: `${row}${at}`,
  });
  if (type === 'String') return 'text';
  if (type === 'Int') return outcome;
  if (!type.startsWith('[')) return thing(0);
  if (pace === 'mixed') return [];
  const items: readonly unknown[] =
    type === '[[Int]]'
      ? [[1, null], outcome % 2 === 0 ? null : [2], [3, 'four']]
      : [thing(0), outcome % 6 === 0 ? null : thing(1), outcome % 4 === 0 ? new Error('item') : thing(2)];
  return pace === 'later' ? items.map((item) => Promise.resolve(item)) : items;
}

function outcomeOf(text: string): number {
  let hash = 7;
  for (let at = 0; at < text.length; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) >>> 0;
  return hash % 1_000_003;
}
