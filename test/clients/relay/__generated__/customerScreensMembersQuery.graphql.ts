/**
 * @generated SignedSource<<1c7b48670b265affd30dd40f7d1083a5>>
 * @lightSyntaxTransform
 * @nogrep
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ConcreteRequest } from 'relay-runtime';
export type CustomerSource = "CARECLOUD" | "HELPCRUNCH" | "%future added value";
export type SourceStatus = "OK" | "RATE_LIMITED" | "REJECTED" | "SCAN_LIMITED" | "SKIPPED" | "STALE" | "TIMED_OUT" | "UNAVAILABLE" | "%future added value";
export type customerScreensMembersQuery$variables = Record<PropertyKey, never>;
export type customerScreensMembersQuery$data = {
  readonly customers: {
    readonly edges: ReadonlyArray<{
      readonly node: {
        readonly id: string;
        readonly lastSeenAt: string | null | undefined;
        readonly name: string | null | undefined;
      };
    }>;
    readonly sources: ReadonlyArray<{
      readonly error: {
        readonly code: string;
        readonly message: string;
        readonly retryAfterSeconds: number | null | undefined;
      } | null | undefined;
      readonly source: CustomerSource;
      readonly status: SourceStatus;
    }>;
  } | null | undefined;
};
export type customerScreensMembersQuery = {
  response: customerScreensMembersQuery$data;
  variables: customerScreensMembersQuery$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "alias": null,
    "args": [
      {
        "kind": "Literal",
        "name": "filter",
        "value": {
          "inSources": [
            "CARECLOUD"
          ]
        }
      },
      {
        "kind": "Literal",
        "name": "first",
        "value": 10
      }
    ],
    "concreteType": "CustomerConnection",
    "kind": "LinkedField",
    "name": "customers",
    "plural": false,
    "selections": [
      {
        "alias": null,
        "args": null,
        "concreteType": "CustomerEdge",
        "kind": "LinkedField",
        "name": "edges",
        "plural": true,
        "selections": [
          {
            "alias": null,
            "args": null,
            "concreteType": "Customer",
            "kind": "LinkedField",
            "name": "node",
            "plural": false,
            "selections": [
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "id",
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "name",
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "lastSeenAt",
                "storageKey": null
              }
            ],
            "storageKey": null
          }
        ],
        "storageKey": null
      },
      {
        "alias": null,
        "args": null,
        "concreteType": "SourceReport",
        "kind": "LinkedField",
        "name": "sources",
        "plural": true,
        "selections": [
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "source",
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "status",
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "concreteType": "SourceError",
            "kind": "LinkedField",
            "name": "error",
            "plural": false,
            "selections": [
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "code",
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "message",
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "retryAfterSeconds",
                "storageKey": null
              }
            ],
            "storageKey": null
          }
        ],
        "storageKey": null
      }
    ],
    "storageKey": "customers(filter:{\"inSources\":[\"CARECLOUD\"]},first:10)"
  }
];
return {
  "fragment": {
    "argumentDefinitions": [],
    "kind": "Fragment",
    "metadata": null,
    "name": "customerScreensMembersQuery",
    "selections": (v0/*: any*/),
    "type": "Query",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": [],
    "kind": "Operation",
    "name": "customerScreensMembersQuery",
    "selections": (v0/*: any*/)
  },
  "params": {
    "cacheID": "5fb54fed64ef51e20b784de24045a613",
    "id": null,
    "metadata": {},
    "name": "customerScreensMembersQuery",
    "operationKind": "query",
    "text": "query customerScreensMembersQuery {\n  customers(first: 10, filter: {inSources: [CARECLOUD]}) {\n    edges {\n      node {\n        id\n        name\n        lastSeenAt\n      }\n    }\n    sources {\n      source\n      status\n      error {\n        code\n        message\n        retryAfterSeconds\n      }\n    }\n  }\n}\n"
  }
};
})();

(node as any).hash = "5cca13093267e1b7d669926ac51b1f80";

export default node;
