import { defineConfig } from '@graphql-mesh/compose-cli';
import { loadJSONSchemaSubgraph } from '@omnigraph/json-schema';

/** Both vendors as JSON-schema sources of GraphQL Mesh, composed into the supergraph for Hive Gateway. */
const text = { type: 'string' };
const accounts = {
  title: 'CareCloudAnswer',
  type: 'object',
  properties: {
    data: {
      title: 'CareCloudData',
      type: 'object',
      properties: {
        customers: {
          type: 'array',
          items: {
            title: 'CareCloudCustomer',
            type: 'object',
            properties: {
              customer_id: text,
              personal_information: {
                title: 'CareCloudPerson',
                type: 'object',
                properties: { first_name: text, last_name: text, email: text, phone: text },
              },
            },
          },
        },
      },
    },
  },
};
const profiles = {
  title: 'HelpCrunchAnswer',
  type: 'object',
  properties: {
    data: {
      type: 'array',
      items: {
        title: 'HelpCrunchCustomer',
        type: 'object',
        properties: { id: { type: 'integer' }, name: text, email: text, company: text, phone: text },
      },
    },
  },
};

export const composeConfig = defineConfig({
  subgraphs: [
    {
      sourceHandler: loadJSONSchemaSubgraph('careCloud', {
        endpoint: process.env.CARECLOUD_BASE_URL,
        operationHeaders: { Authorization: `Bearer ${process.env.CARECLOUD_TOKEN}` },
        operations: [
          {
            type: 'Query',
            field: 'careCloudCustomers',
            path: '/customers?count=20&offset=0&sort_field=customer_id&sort_direction=ASC',
            method: 'GET',
            responseSchema: accounts,
          },
        ],
      }),
    },
    {
      sourceHandler: loadJSONSchemaSubgraph('helpCrunch', {
        endpoint: process.env.HELPCRUNCH_BASE_URL,
        operationHeaders: { Authorization: `Bearer ${process.env.HELPCRUNCH_API_KEY}` },
        operations: [
          {
            type: 'Query',
            field: 'helpCrunchCustomers',
            path: '/customers?sort=customers.firstSeen&order=asc&limit=20&offset=0',
            method: 'GET',
            responseSchema: profiles,
          },
        ],
      }),
    },
  ],
});
