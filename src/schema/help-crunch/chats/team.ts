import type {
  HelpCrunchAgent,
  HelpCrunchApplication,
  HelpCrunchDepartment,
} from '../../../customers/model/help-crunch-chat.ts';
import { builder } from '../../builder.ts';
import type { GatewayContext } from '../../context.ts';
import { pii } from '../../shared/scopes.ts';

export const agent = builder.objectRef<HelpCrunchAgent>('HelpCrunchAgent').implement({
  description: 'A member of the support team.',
  fields: (t) => ({
    agentId: t.exposeID('agentId', { nullable: false, description: 'HelpCrunch’s id, e.g. `"4180"`.' }),
    name: t.exposeString('name', { nullable: true, description: 'Name, e.g. `"Sarah"`.' }),
    email: t.exposeString('email', { ...pii, nullable: true, description: 'Email address.' }),
    role: t.exposeString('role', {
      nullable: true,
      description: 'As HelpCrunch writes it, e.g. `admin`, `superviser`, `agent` or `agentChatOnly`.',
    }),
  }),
});

export const department = builder.objectRef<HelpCrunchDepartment>('HelpCrunchDepartment').implement({
  description: 'A part of the support team.',
  fields: (t) => ({
    departmentId: t.exposeID('departmentId', { nullable: false, description: 'HelpCrunch’s id.' }),
    name: t.exposeString('name', { nullable: true, description: 'Name, e.g. `"Marketing"`.' }),
  }),
});

export const application = builder.objectRef<HelpCrunchApplication>('HelpCrunchApplication').implement({
  description: 'The site or channel that a chat came through.',
  fields: (t) => ({
    applicationId: t.exposeID('applicationId', { nullable: false, description: 'HelpCrunch’s id.' }),
    name: t.exposeString('name', { nullable: true, description: 'Name.' }),
    type: t.exposeString('type', { nullable: true, description: 'As HelpCrunch writes it, e.g. `website`.' }),
  }),
});

/** The entry of an id; null if no catalogue has it. */
export async function teamEntry<Entry>(
  catalogue: 'agents' | 'applications',
  id: string | null,
  { directory }: GatewayContext,
): Promise<Entry | null> {
  return (await directory.facets.entry('HELPCRUNCH', catalogue, id, undefined)) as Entry | null;
}
