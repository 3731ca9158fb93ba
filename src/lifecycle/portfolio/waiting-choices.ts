import { type Playbook, roleInText } from '../people/index.ts';
import { addressOfModel, refuseDecision } from '../registry/index.ts';
import type { ComparedTasks, LineFacts, OpenProposal } from './today-facts.ts';
import { itemOf, type WaitingItem } from './waiting-item.ts';

/**
 * What the possible tasks of an initiative ask of a person while it is framed: whoever does the work chooses one, and
 * whoever is asked or signs says which they support. Nothing more once one is chosen or a framing is put forward.
 */
export function taskItem(
  { accountId }: { readonly accountId: string },
  playbook: Playbook,
  line: LineFacts,
  tasks: ComparedTasks | null,
): WaitingItem | null {
  if (tasks === null || tasks.open === 0 || tasks.isOneChosen) return null;
  if (line.part !== 'frame' || line.proposed !== null || line.framing?.iteration === line.iteration) return null;
  const seats = playbook.steps.find(({ step }) => step === line.step)?.seats ?? {};
  const mine = line.sitters.filter((sitter) => sitter.accountId === accountId).map(({ role }) => seats[role]);
  const isOne = tasks.open === 1;
  const many = `${tasks.open} possible tasks are compared`;
  if (mine.includes('does')) {
    return {
      ...itemOf('choose-task', line, 'frame', tasks.since),
      sentence: isOne
        ? 'One possible task stands on the list. Choose it for the framing, or set it aside with the reason.'
        : `${many}, and none is chosen for the framing yet.`,
      verb: isOne ? 'Choose or set aside' : 'Compare and choose',
      path: `/i/${line.slug}/frame?part=framing#frame-candidates`,
    };
  }
  const isAsked = mine.includes('asked') || mine.includes('signs');
  if (!isAsked || tasks.isSupportedByPerson) return null;
  return {
    ...itemOf('support-task', line, 'frame', tasks.since),
    sentence: isOne
      ? 'One possible task stands on the list. Is it the one that you would act on?'
      : `${many}. Which one would you support?`,
    verb: isOne ? 'Read it' : 'Compare them',
    path: `/i/${line.slug}/frame?part=framing#frame-candidates`,
  };
}

/** A model that waits for a person's approval, in the first of their roles that signs at Review and is still awaited. */
export function proposalItem(
  { accountId }: { readonly accountId: string },
  playbook: Playbook,
  line: LineFacts,
  proposal: OpenProposal,
): WaitingItem | null {
  const review = playbook.steps.filter(({ part }) => part === 'review');
  const signing = line.roles.filter((role) => review.some(({ seats }) => seats[role] === 'signs'));
  const role = signing.find((each) => {
    const given = { role: each, decision: 'approve', accountId, rolesHeld: line.roles } as const;
    return refuseDecision({ ...proposal, state: 'open' }, signing, proposal.authorIds, given) === null;
  });
  if (role === undefined) return null;
  const { model, alias, version, proposedByName } = proposal;
  const wish =
    version === null
      ? `that no version of the model "${model}" is "${alias}" any more`
      : `that version ${version} of the model "${model}" becomes its "${alias}"`;
  return {
    ...itemOf('decide-proposal', line, 'review', proposal.proposedAt),
    sentence: `${proposedByName} asks ${wish}. It waits for your decision as ${roleInText(role)}.`,
    verb: 'Read and decide',
    path: `${addressOfModel(model)}#proposal-${proposal.id}`,
  };
}
