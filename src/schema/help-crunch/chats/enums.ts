import { builder } from '../../builder.ts';

export const chatStatus = builder.enumType('HelpCrunchChatStatus', {
  description:
    'The status of a chat. HelpCrunch has several spellings for some of them; here each is one value.',
  values: {
    NEW: { description: 'Nobody has answered yet.' },
    OPENED: { description: 'An agent is working on it.' },
    PENDING: { description: 'Waiting for the customer.' },
    ON_HOLD: { description: 'Snoozed.' },
    CLOSED: { description: 'Done.' },
    NO_COMMUNICATION: { description: 'Nobody wrote.' },
    EMPTY: { description: 'Without messages.' },
    OTHER: { description: 'None of these: see `statusText`.' },
  } as const,
});

export const chatRating = builder.enumType('HelpCrunchChatRating', {
  description: 'What the customer thought of the support.',
  values: {
    GREAT: { description: 'Great, also written `perfect`.' },
    AVERAGE: { description: 'Average.' },
    POOR: { description: 'Poor.' },
    OTHER: { description: 'None of these: see `ratingText`.' },
  } as const,
});
