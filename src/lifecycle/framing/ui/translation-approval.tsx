import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ProblemNotice } from '../../../web/data/index.ts';
import { Disclosure, formatDay, StateWord } from '../../../web/kit/index.ts';
import { initiativeKey, RightButton, type Rights, rightTo } from '../../initiatives/ui/index.ts';
import { framingClient, type Translation } from './client.ts';

export interface TranslationApprovalProps {
  readonly slug: string;
  readonly rights: Rights;
  readonly me: { readonly accountId: string };
  /** Where the wording stands; `null` while nothing is written. */
  readonly state: Translation | null;
  /** The wording on screen is not the stored one yet. */
  readonly isUnsaved?: boolean;
  /** Whether it can still be approved or taken over here. */
  readonly isOpen: boolean;
}

/** Who wrote a translation, which expert stands behind exactly these words, and the button of whoever still may. */
export function TranslationApproval(props: TranslationApprovalProps) {
  const { state, isUnsaved = false, isOpen } = props;
  if (!state) {
    return isOpen ? (
      <p className="tl-muted tl-small">Once it is written, an expert reads it beside the question and approves it.</p>
    ) : null;
  }
  return (
    <div className="tl-framing-approval">
      <p className="tl-row">
        {isUnsaved ? <StateWord tone="unknown">Being written</StateWord> : <ApprovalWord state={state} />}
        {state.writer && <span className="tl-muted tl-small">Written by {state.writer.name}</span>}
      </p>
      {state.stale && !isUnsaved && (
        <Disclosure label={`What ${state.stale.name} approved`} isPrinted={false}>
          <p className="tl-prose tl-framing-verbatim">{state.stale.translation}</p>
        </Disclosure>
      )}
      {isOpen && <ApprovalButtons {...props} state={state} isUnsaved={isUnsaved} />}
    </div>
  );
}

function ApprovalWord({ state: { approvals, stale } }: { readonly state: Translation }) {
  const [approval] = approvals;
  if (approval) {
    return (
      <StateWord tone="reached">
        {approvals.map(({ name }) => name).join(' and ')} approved exactly these words on {formatDay(approval.at)}
      </StateWord>
    );
  }
  if (stale) {
    return (
      <StateWord tone="look">
        Changed since {stale.name} approved it on {formatDay(stale.at)}, so it has to be approved again
      </StateWord>
    );
  }
  return <StateWord tone="look">No expert has approved these words yet</StateWord>;
}

function ApprovalButtons({
  slug,
  rights,
  me,
  state,
  isUnsaved,
}: TranslationApprovalProps & { readonly state: Translation; readonly isUnsaved: boolean }) {
  const queryClient = useQueryClient();
  const onSettled = () => queryClient.invalidateQueries({ queryKey: initiativeKey(slug) });
  const given = { params: { slug }, body: { textHash: state.textHash } };
  const approve = useMutation({ mutationFn: () => framingClient.approveTranslation(given), onSettled });
  const takeOver = useMutation({ mutationFn: () => framingClient.takeOverTranslation(given), onSettled });
  const isMine = state.writer?.accountId === me.accountId;
  const mayApprove = rightTo(rights, 'framing.approve-translation');
  const mayTakeOver = rightTo(rights, 'framing.take-over-translation');
  const isApproved = state.approvals.length > 0;
  const waiting = { isOff: isUnsaved, offReason: 'As soon as it is saved.' };
  return (
    <>
      {mayApprove.allowed && !isMine && state.approvals.every(({ accountId }) => accountId !== me.accountId) && (
        <div className="tl-row">
          <RightButton right={mayApprove} {...waiting} loading={approve.isPending} onClick={() => approve.mutate()}>
            Approve these words
          </RightButton>
          {!isUnsaved && <span className="tl-muted tl-small">If they say what you meant; else change them.</span>}
        </div>
      )}
      {mayApprove.allowed && isMine && !isApproved && (
        <p className="tl-muted tl-small">
          You wrote these words, so another expert approves them; or a data scientist takes them over, and then you do.
        </p>
      )}
      {mayTakeOver.allowed && !isMine && !isApproved && state.writer && (
        <div className="tl-row">
          <RightButton
            right={mayTakeOver}
            variant="default"
            {...waiting}
            loading={takeOver.isPending}
            onClick={() => takeOver.mutate()}
          >
            Take these words over as mine
          </RightButton>
          {!isUnsaved && <span className="tl-muted tl-small">Then {state.writer.name} may approve them.</span>}
        </div>
      )}
      <ProblemNotice error={approve.error ?? takeOver.error} />
    </>
  );
}
