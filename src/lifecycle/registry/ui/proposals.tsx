import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ProblemNotice } from '../../../web/data/index.ts';
import {
  AppLink,
  ConfirmButton,
  Disclosure,
  EmptyChair,
  formatMoment,
  formatPlural,
  PersonFace,
  Section,
  StateWord,
} from '../../../web/kit/index.ts';
import { joinWords } from '../../../words/index.ts';
import { ROLE_NAME } from '../../people/index.ts';
import { DecisionForm } from './decision-form.tsx';
import { MODELS_KEY, type Model, type Proposal, registryClient } from './model-queries.ts';
import { wishOf } from './model-words.ts';

/** What waits for approval, with who has decided and who must, and what became of the earlier proposals. */
export function Proposals({ model }: { readonly model: Model }) {
  const open = model.proposals.filter(({ state }) => state === 'open');
  const closed = model.proposals.filter(({ state }) => state !== 'open');
  if (model.proposals.length === 0) return null;
  return (
    <Section
      title={
        open.length === 0
          ? 'Nothing waits for approval'
          : `${formatPlural(open.length, 'change waits', 'changes wait')} for approval`
      }
    >
      {open.map((proposal) => (
        <OpenProposal key={proposal.id} model={model} proposal={proposal} />
      ))}
      {closed.length > 0 && (
        <Disclosure
          label={`Show what became of ${formatPlural(closed.length, 'earlier proposal', 'earlier proposals')}`}
        >
          {closed.map((proposal) => (
            <ClosedProposal key={proposal.id} proposal={proposal} />
          ))}
        </Disclosure>
      )}
    </Section>
  );
}

function OpenProposal({ model, proposal }: { readonly model: Model; readonly proposal: Proposal }) {
  return (
    <Section
      level={3}
      look="boxed"
      id={`proposal-${proposal.id}`}
      title={wishOf(proposal)}
      aside={<StateWord tone="look">{`Waiting since ${formatMoment(proposal.proposedAt)}`}</StateWord>}
    >
      <p>
        {proposal.proposedBy} proposed it for{' '}
        <AppLink to={`/i/${proposal.initiative.slug}/review`}>{proposal.initiative.name}</AppLink>:
      </p>
      <blockquote className="tl-model-words">{proposal.reason}</blockquote>
      <ul className="tl-model-people">
        {proposal.decisions.map((decision) => (
          <Decided key={decision.role} decision={decision} />
        ))}
        {proposal.awaited.map(({ role, names }) => (
          <li key={role}>
            {names[0] === undefined ? (
              <EmptyChair label={`Nobody yet: ${ROLE_NAME[role]}`} />
            ) : (
              <PersonFace name={names[0]} detail={ROLE_NAME[role]} />
            )}
            <p>
              {ROLE_NAME[role]}{' '}
              <StateWord tone="unknown">
                {names.length === 0 ? 'nobody has this seat yet' : `waiting for ${joinWords(names)}`}
              </StateWord>
            </p>
          </li>
        ))}
      </ul>
      {proposal.isAuthor && (
        <p className="tl-muted tl-small">
          You made this version, so you may refuse it and never approve it: those who build do not approve their own
          work.
        </p>
      )}
      {proposal.mayDecideAs.map((role) => (
        <DecisionForm key={role} name={model.name} proposal={proposal} role={role} />
      ))}
      {proposal.mayWithdraw && <Withdraw name={model.name} proposalId={proposal.id} />}
    </Section>
  );
}

function Decided({ decision }: { readonly decision: Proposal['decisions'][number] }) {
  const isApproval = decision.decision === 'approve';
  return (
    <li>
      <PersonFace name={decision.name} detail={ROLE_NAME[decision.role]} />
      <div>
        <p>
          <b>{decision.name}</b>{' '}
          <span className="tl-muted">
            ({ROLE_NAME[decision.role]}, {formatMoment(decision.at)})
          </span>{' '}
          <StateWord tone={isApproval ? 'reached' : 'broken'}>{isApproval ? 'approved' : 'refused'}</StateWord>
        </p>
        <p>{decision.reason}</p>
      </div>
    </li>
  );
}

const BECAME: Readonly<
  Record<Proposal['state'], { readonly tone: 'reached' | 'broken' | 'unknown' | 'look'; readonly words: string }>
> = {
  open: { tone: 'look', words: 'waits' },
  approved: { tone: 'reached', words: 'approved' },
  refused: { tone: 'broken', words: 'refused' },
  withdrawn: { tone: 'unknown', words: 'withdrawn' },
};

function ClosedProposal({ proposal }: { readonly proposal: Proposal }) {
  const became = BECAME[proposal.state];
  return (
    <div className="tl-model-closed">
      <p>
        <b>{wishOf(proposal)}</b> <StateWord tone={became.tone}>{became.words}</StateWord>{' '}
        <span className="tl-muted">
          proposed by {proposal.proposedBy} on {formatMoment(proposal.proposedAt)}: {proposal.reason}
        </span>
      </p>
      <ul className="tl-model-people">
        {proposal.decisions.map((decision) => (
          <Decided key={decision.role} decision={decision} />
        ))}
      </ul>
    </div>
  );
}

function Withdraw({ name, proposalId }: { readonly name: string; readonly proposalId: string }) {
  const queryClient = useQueryClient();
  const withdraw = useMutation({
    mutationFn: () => registryClient.withdraw({ params: { name, proposalId } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: MODELS_KEY }),
  });
  return (
    <>
      <ProblemNotice error={withdraw.error} />
      <div>
        <ConfirmButton
          question="Withdraw this proposal? What was decided so far stays in the log."
          confirmLabel="Withdraw it"
          onConfirm={async () => void (await withdraw.mutateAsync().catch(() => undefined))}
        >
          Withdraw the proposal
        </ConfirmButton>
      </div>
    </>
  );
}
