import type { AgentRow, ApplicationRow, DepartmentRow } from './wire.ts';

const agent = (id: number, name: string, role: string): AgentRow => ({
  id,
  name,
  email: `agent.${id}@shop.example`,
  role,
});

export const AGENTS: readonly AgentRow[] = [
  agent(4180, 'Šárka Veselá', 'admin'),
  agent(4181, 'Ondřej Malý', 'superviser'),
  agent(4182, 'Kateřina Horáková', 'superviser'),
  agent(4183, 'Tomáš Jelínek', 'agent'),
  agent(4184, 'Lucie Benešová', 'agent'),
  agent(4185, 'Jakub Kříž', 'agent'),
  agent(4186, 'Zuzana Kováčová', 'agent'),
  agent(4187, 'Marek Hruška', 'agent'),
  agent(4188, 'Anna Polášková', 'agent'),
  agent(4189, 'Petr Řezníček', 'agentChatOnly'),
  agent(4190, 'Ivana Urbanová', 'agentChatOnly'),
  agent(4191, 'Daniel Bártů', 'agentChatOnly'),
];

/** `lastCommunicatedAgentId` of chats whose agent has left the company. */
export const FORMER_AGENT = 3999;

export const DEPARTMENTS: readonly DepartmentRow[] = [
  { id: 233_046, name: 'Podpora', agents: [4181, 4183, 4184, 4185, 4189] },
  { id: 142_139, name: 'Obchod', agents: [4182, 4186, 4187, 4190] },
  { id: 142_140, name: 'Reklamace', agents: [4183, 4188] },
  { id: 142_141, name: 'Věrnostní klub', agents: [4180, 4191] },
];

export const APPLICATIONS: readonly ApplicationRow[] = [
  { id: 89, name: 'obchod.example', displayName: 'E-shop', type: 'website', active: true },
  { id: 90, name: 'klub.example', displayName: 'Klub', type: 'website', active: true },
  { id: 91, name: 'telegram', displayName: 'Telegram', type: 'telegram', active: false },
];

export const ORGANIZATION = { teamOnline: true, chatEnabled: true, domain: 'obchod' };
