/** A tab that GraphiQL opens with, named after the operation. */
export interface GraphiQLExample {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What this gateway is for, one query each. All of them run against the sandbox. */
export const GRAPHIQL_EXAMPLES: readonly GraphiQLExample[] = [
  {
    query: `# Everyone known to CareCloud, HelpCrunch or both:
# each person once, page by page. For the next page put
# the answer's endCursor into "after", below.
# A source that no field needs receives no request.
query EveryonePageByPage(
  $first: Int = 10
  $after: String
) {
  customers(first: $first, after: $after) {
    nodes {
      name
      email
      sources
      lastSeenAt
      id
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount {
      value
      precision
    }
    sources {
      source
      status
      requests
    }
  }
}
`,
    variables: { first: 10, after: null },
  },
  {
    query: `# One person, by email: loyalty and chat side by side.
# Or by phone, careCloudId, helpCrunchId,
# helpCrunchUserId or global id: exactly one of them.
query PersonByEmail($email: String!) {
  customer(by: { email: $email }) {
    id
    name
    phone
    careCloud {
      customerId
      state
      lastChangeAt
      consents {
        consentId
        value
      }
    }
    helpCrunch {
      lastSeenAt
      device {
        platform
      }
      tags {
        name
      }
    }
  }
}
`,
    variables: { email: 'vesely240@seznam.example' },
  },
  {
    query: `# A search box: words of a name in any order, with or
# without diacritics, an email or its beginning, a phone,
# a card number or an id. Best matches first. "coverage"
# says which source finds beginnings of words.
query SearchBox($text: String!) {
  searchCustomers(text: $text, first: 5) {
    understoodAs
    matches {
      matchedOn
      customer {
        id
        name
        email
        sources
      }
    }
    hasMore
    sources {
      source
      status
      coverage
    }
  }
}
`,
    variables: { text: 'dvorak' },
  },
  {
    query: `# Chat leads who are not loyalty members: known to
# HelpCrunch, not to CareCloud, and tagged. Latest first.
query ChatLeads($first: Int = 20, $tag: String!) {
  customers(
    first: $first
    orderBy: { field: UPDATED_AT, direction: DESC }
    filter: {
      inSources: [HELPCRUNCH]
      notInSources: [CARECLOUD]
      helpCrunch: { tags: { anyOf: [$tag] } }
    }
  ) {
    nodes {
      id
      name
      email
      company
      lastSeenAt
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`,
    variables: { first: 20, tag: 'Lead' },
  },
  {
    query: `# People by HelpCrunch tag, with CareCloud's consents:
# a criterion of one side, an answer of the other.
# One look-up fetches the consents of the whole page.
query ConsentsByTag($tag: String!) {
  customers(
    first: 20
    filter: {
      inSources: [CARECLOUD]
      helpCrunch: { tags: { allOf: [$tag] } }
    }
  ) {
    nodes {
      name
      email
      careCloud {
        consents {
          consentId
          value
          lastChangeAt
        }
      }
    }
    sources {
      source
      status
      error {
        code
        message
      }
    }
  }
}
`,
    variables: { tag: 'VIP' },
  },
  {
    query: `# What a federation router asks: entities by the keys
# that other subgraphs hold. A hundred of them cost about
# as many requests as one.
query Entities {
  _entities(
    representations: [
      {
        __typename: "Customer"
        email: "vesely240@seznam.example"
      }
      {
        __typename: "Customer"
        email: "jana3391@mail.example"
      }
    ]
  ) {
    ... on Customer {
      name
      sources
      id
    }
  }
}
`,
    // No variables: GraphiQL marks objects as errors where a custom scalar such as _Any is expected.
  },
  {
    query: `# What a support panel opens with: tier, points, badges,
# cards, vouchers and last purchases of one customer.
# Each is one request to CareCloud, and none within a
# minute. What fails is null beside the others.
query SupportPanel($email: String!) {
  customer(by: { email: $email }) {
    name
    careCloud {
      tier {
        tier {
          name
        }
        progress {
          pointsToNext
          nextTier {
            name
          }
        }
      }
      points {
        available
        expiring {
          nextAmount
          nextDate
        }
      }
      segments(groupTextIds: ["rfm_badges"]) {
        segment {
          name
        }
      }
      cards(state: ACTIVE) {
        number
        validTo
      }
      vouchers(first: 3, validNow: true) {
        totalCount
        nodes {
          code
          reward {
            name
          }
        }
      }
      purchases(first: 3) {
        totalCount
        nodes {
          paidAt
          total {
            value
            currency {
              code
            }
          }
          store {
            name
          }
        }
      }
    }
  }
}
`,
    variables: { email: 'vesely240@seznam.example' },
  },
  {
    query: `# The latest chats of the support desk, and what
# the loyalty programme knows about those waiting.
query Inbox($first: Int = 10) {
  helpCrunchChats(
    first: $first
    filter: { statuses: [NEW, OPENED, PENDING] }
    orderBy: { field: LAST_MESSAGE_AT }
  ) {
    nodes {
      chatId
      status
      isWaiting
      lastMessageAt
      lastMessageText
      assignee {
        name
      }
      customer {
        name
        customer {
          id
          careCloud {
            tier {
              tier {
                name
              }
            }
            points {
              available
            }
          }
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`,
    variables: { first: 10 },
  },
  {
    query: `# What it costs: see extensions.upstream in the answer,
# requests made and requests saved. Run it twice.
# The header x-gateway-plan: 1 (tab "Headers", below)
# adds extensions.plan: which requests were sent, and why.
query WhatItCosts($first: Int = 5) {
  customers(
    first: $first
    filter: { inSources: [CARECLOUD, HELPCRUNCH] }
    orderBy: { field: UPDATED_AT, direction: DESC }
  ) {
    nodes {
      name
      updatedAt
      sources
    }
    sources {
      source
      status
      requests
      ageSeconds
    }
  }
  sources {
    source
    status
    requestsPerMinute
    requestsRemaining
  }
}
`,
    variables: { first: 5 },
    headers: { 'x-gateway-plan': '1' },
  },
  {
    query: `# HelpCrunch is down, and the page is still there: the
# sandbox fails for this request alone, as the header
# x-sandbox-fault asks (tab "Headers", below). Try
# carecloud=hang, helpcrunch=429, helpcrunch=delay:3000.
# "sources" is what a banner needs. Since it is selected,
# lastSeenAt is null without an error.
query OneSourceDown($first: Int = 5) {
  customers(
    first: $first
    filter: { inSources: [CARECLOUD] }
  ) {
    nodes {
      name
      email
      lastSeenAt
    }
    sources {
      source
      status
      error {
        code
        message
        retryAfterSeconds
      }
    }
  }
}
`,
    variables: { first: 5 },
    headers: { 'x-sandbox-fault': 'helpcrunch=503' },
  },
];
