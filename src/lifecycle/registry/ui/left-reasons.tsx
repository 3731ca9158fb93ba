import { ROLES, type Role, roleInText } from '../../people/index.ts';
import { LeftWords } from '../../people/ui/index.ts';
import type { Model, Proposal } from './model-queries.ts';

/** Under which key this window keeps why somebody decides as a role. */
export function decisionKey(proposalId: string, role: Role): string {
  return `proposal ${proposalId} ${role}`;
}

/** Under which key this window keeps why somebody proposes a version. */
export function proposeKey(name: string): string {
  return `propose ${name}`;
}

/** What the reader was writing about proposals when somebody else decided, withdrew or proposed first. */
export function LeftReasons({ model, isProposing }: { readonly model: Model; readonly isProposing: boolean }) {
  const [open] = model.proposals.filter(({ state }) => state === 'open');
  return (
    <>
      {model.proposals.map((proposal) => (
        <LeftWords
          key={proposal.id}
          happened={howItEnded(proposal)}
          advice="Copy what others should know: a finding about this version reaches those who can answer it."
          fields={ROLES.filter((role) => !proposal.mayDecideAs.includes(role)).map((role) => ({
            keep: decisionKey(proposal.id, role),
            label: `What you wrote as ${roleInText(role)}`,
          }))}
        />
      ))}
      {!isProposing && open && (
        <LeftWords
          happened={`${open.proposedBy} proposed a version while you were writing.`}
          advice="One proposal waits at a time: as soon as it is decided or withdrawn, yours can be made with these words."
          fields={[{ keep: proposeKey(model.name), label: 'Why you wanted to propose one' }]}
        />
      )}
    </>
  );
}

function howItEnded({ state, decisions, proposedBy }: Proposal): string {
  const last = decisions.at(-1);
  if (state === 'withdrawn') return `${proposedBy} withdrew the proposal while you were writing.`;
  if (!last) return 'It is not for you to decide any more.';
  return `${last.name} decided as ${roleInText(last.role)} while you were writing.`;
}
