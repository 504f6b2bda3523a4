import { builder } from '../builder.ts';
import { type Entity, entityTypeOf } from './type-refs.ts';

export const nodeInterface = builder.interfaceRef<Entity>('Node').implement({
  description: 'An object with a global id, by which it can be fetched again (`node`).',
  resolveType: entityTypeOf,
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: 'Global id: opaque, stable, unique across all types. Good as a cache key.',
      resolve: () => {
        throw new Error('Every type that implements Node resolves its own id.');
      },
    }),
  }),
});
