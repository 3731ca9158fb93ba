import { useRef } from 'react';
import { ProblemNotice, SavedNote } from '../../../web/data/index.ts';
import { AppLink, ConfirmButton, Notice } from '../../../web/kit/index.ts';
import type { Right, Rights } from '../../initiatives/ui/index.ts';
import { partAt } from '../draft-path.ts';
import { ActionPart } from './action-part.tsx';
import { AssumptionsPart } from './assumptions-part.tsx';
import { CandidatesPanel } from './candidates-panel.tsx';
import { ClashNotice } from './clash-notice.tsx';
import type { Translation, Version } from './client.ts';
import { CriterionPart } from './criterion-part.tsx';
import { DraftProvider } from './draft-context.tsx';
import { fieldWords } from './draft-words.ts';
import { KpiPart } from './kpi-part.tsx';
import { MissingList } from './missing-list.tsx';
import { withCurrency } from './on-screen.ts';
import { PredictionPart } from './prediction-part.tsx';
import { PutForward } from './put-forward.tsx';
import { QuestionPart } from './question-part.tsx';
import { RiskPart } from './risk-part.tsx';
import { TranslationApproval } from './translation-approval.tsx';
import type { WritingDraft } from './use-draft.ts';
import { VersionsPanel, versionAddress } from './versions-panel.tsx';

export interface FramingFormProps {
  readonly slug: string;
  readonly question: string;
  readonly draft: WritingDraft;
  readonly rights: Rights;
  readonly me: { readonly accountId: string; readonly name: string };
  readonly translation: Translation | null;
  readonly right: Right;
  readonly current: Version | null;
  readonly waiting: Version | undefined;
  readonly versions: readonly Version[];
  readonly isUnchanged: boolean;
  /** The draft was put forward, or its changes were given up. */
  readonly onDone: () => void;
}

/** The framing as one page to write in; everything saves itself. */
export function FramingForm(props: FramingFormProps) {
  const { slug, question, draft, right, current, waiting, versions, isUnchanged, onDone, rights, me } = props;
  const missing = useRef<HTMLHeadingElement>(null);
  const { desk } = draft;
  const showMissing = () => {
    draft.showProblems();
    missing.current?.focus();
    missing.current?.scrollIntoView({ block: 'center' });
  };
  return (
    <DraftProvider form={draft.form}>
      <div className="tl-framing">
        <div className="tl-framing-main">
          <AmendingNotice {...{ slug, draft, current, waiting, isUnchanged, onDone }} />
          <ClashNotice desk={desk} onSettle={draft.settle} />
          <QuestionPart
            question={question}
            approval={
              <TranslationApproval
                {...{ slug, rights, me }}
                state={props.translation}
                isUnsaved={partAt(desk.content, 'translation') !== partAt(desk.stored, 'translation')}
                isOpen
              />
            }
          />
          <CandidatesPanel {...{ slug, me }} draft={desk.content} isUnsaved={draft.isUnsaved} />
          <KpiPart />
          <PredictionPart />
          <ActionPart onCurrency={(currency) => draft.replace(withCurrency(desk.content, currency))} />
          <CriterionPart slug={slug} />
          <RiskPart />
          <AssumptionsPart me={me} />
          <div className="tl-framing-bar tl-no-print">
            <div className="tl-row">
              {desk.clashes.length === 0 && <SavedNote state={draft.saveState} onRetry={draft.saveNow} />}
              <span role="status" className="tl-muted">
                {desk.news && newsWords(desk.news)}
              </span>
            </div>
            <ProblemNotice error={draft.error} />
            {draft.saveState === 'waiting' && (
              <p className="tl-muted tl-small">
                What you write is kept in this browser. It is joined with what others wrote as soon as the connection
                returns.
              </p>
            )}
            <PutForward {...{ slug, right, draft, current, waiting, isUnchanged, onDone }} onMissing={showMissing} />
          </div>
        </div>
        <aside className="tl-framing-aside" aria-label="What is missing, and versions">
          <MissingList gaps={desk.gaps} headRef={missing} />
          {versions.length > 0 && <VersionsPanel slug={slug} versions={versions} shown={undefined} />}
        </aside>
      </div>
    </DraftProvider>
  );
}

type AmendingNoticeProps = Pick<FramingFormProps, 'slug' | 'draft' | 'current' | 'waiting' | 'isUnchanged' | 'onDone'>;

function AmendingNotice({ slug, draft, current, waiting, isUnchanged, onDone }: AmendingNoticeProps) {
  const base = waiting ?? current;
  if (!base) return null;
  const giveUp = () => {
    draft.replace(base.content);
    onDone();
  };
  return (
    <Notice
      tone="accent"
      title={
        waiting
          ? `Version ${waiting.version} waits for signatures; you are writing what would replace it.`
          : `You are writing an amendment of version ${base.version}.`
      }
      action={
        isUnchanged ? (
          <button type="button" className="tl-text-button" onClick={onDone}>
            Leave it as it is
          </button>
        ) : (
          <>
            <ConfirmButton
              question={`Give up every change since version ${base.version}?`}
              confirmLabel="Give them up"
              keepLabel="Keep them"
              onConfirm={giveUp}
            >
              Give up these changes
            </ConfirmButton>
            <AppLink to={versionAddress(slug, base.version)}>Read version {base.version}</AppLink>
          </>
        )
      }
    >
      <p>
        {current
          ? `Version ${current.version} stays in force until everybody has signed the new one. A change of what is measured begins a new phase: data of before and after are never mixed.`
          : 'Nothing is in force yet.'}
      </p>
    </Notice>
  );
}

function newsWords({ by, paths }: { readonly by: string; readonly paths: readonly string[] }): string {
  const [first = '', ...more] = paths.map(fieldWords);
  return `${by} changed: ${first}${more.length > 0 ? ` and ${more.length} more` : ''}.`;
}
