import type { HelpCrunchCustomerWire, HelpCrunchShape } from '../wire.ts';
import { AGENTS, DEPARTMENTS } from './team.ts';
import type { AgentRow, ChatRow, DepartmentRow, MessageRow } from './wire.ts';

const AGENT_BY_ID = new Map(AGENTS.map((agent) => [agent.id, agent]));
const DEPARTMENT_BY_ID = new Map(DEPARTMENTS.map((department) => [department.id, department]));

/** A chat in the requested generation; people and departments are nested. */
export const writeChat = (
  chat: ChatRow,
  customer: HelpCrunchCustomerWire | undefined,
  shape: HelpCrunchShape,
): object => {
  const { createdWith, readByAgent, readByCustomer, applicationId, ...old } = chat;
  const agents = chat.agents.flatMap((id) => agentOf(id) ?? []);
  const [only] = agents;
  const people = {
    // One example of the older pages has a single agent instead of the list.
    agents: shape === 'OLD' && only && agents.length === 1 && chat.id % 5 === 0 ? only : agents,
    customer: {
      id: chat.customer,
      name: customer?.name ?? null,
      email: customer?.email ?? null,
      userId: customer?.userId ?? null,
    },
    assignee: agentOf(chat.assignee),
    department: departmentOf(chat.department),
  };
  if (shape === 'OLD') return { ...old, ...people, notes: customer?.notes ?? null };
  const times = {
    createdAt: toText(chat.createdAt),
    lastMessageAt: toText(chat.lastMessageAt),
    lastCustomerMessageAt: toText(chat.lastCustomerMessageAt),
    closedAt: toText(chat.closedAt),
    snoozedUntil: toText(chat.snoozedUntil),
  };
  return { ...old, ...times, createdWith, readByAgent, readByCustomer, applicationId, ...people };
};

/** The older pages show only an agent's id and name in a message. */
export const writeMessage = (message: MessageRow, chat: ChatRow, shape: HelpCrunchShape): object => {
  const agent = agentOf(message.agent);
  return {
    ...message,
    agent: agent && shape === 'OLD' ? { id: agent.id, name: agent.name } : agent,
    chat: chat.id,
  };
};

export const writeDepartment = ({ id, name, agents }: DepartmentRow): object => ({
  id,
  name,
  agents: agents.flatMap((agent) => agentOf(agent) ?? []),
});

const agentOf = (id: number | null): AgentRow | null => (id === null ? null : (AGENT_BY_ID.get(id) ?? null));

const departmentOf = (id: number | null): object | null => {
  const department = id === null ? undefined : DEPARTMENT_BY_ID.get(id);
  return department ? { id: department.id, name: department.name } : null;
};

const toText = (seconds: number | null): string | null => (seconds === null ? null : String(seconds));
