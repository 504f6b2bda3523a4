/** The operations. Their fields are chosen so that every contestant can pass them on without a rule of this gateway. */

const COLD = `query Cold {
  careCloudCustomers(first: 20) { nodes { customerId firstName lastName email phone } }
  helpCrunchCustomers(first: 20) { nodes { customerId name email company phone } }
}`;

/** The cold operation for contestants that pass the vendors' own formats on. */
export const PASSED_ON = toBody(
  'Cold',
  `query Cold {
  careCloudCustomers {
    data { customers { customer_id personal_information { first_name last_name email phone } } }
  }
  helpCrunchCustomers { data { id name email company phone } }
}`,
);

const UNIFIED = `query Unified {
  customers(first: 100) {
    nodes {
      id
      name
      email
      sources
      careCloud { customerId email state }
      helpCrunch { customerId name lastSeenAt tags { name } }
    }
    pageInfo { hasNextPage }
  }
}`;

const ENTITIES = `query Entities($representations: [_Any!]!) {
  _entities(representations: $representations) {
    ... on Customer { id name email helpCrunch { customerId lastSeenAt } }
  }
}`;

export const OPERATIONS = {
  cold: toBody('Cold', COLD),
  unified: toBody('Unified', UNIFIED),
  entities: (careCloudIds: readonly string[]) =>
    toBody('Entities', ENTITIES, {
      representations: careCloudIds.map((careCloudId) => ({ __typename: 'Customer', careCloudId })),
    }),
};

/** A GraphQL request body. */
export function toBody(operationName: string, query: string, variables?: object): string {
  return JSON.stringify({ operationName, query, ...(variables && { variables }) });
}
