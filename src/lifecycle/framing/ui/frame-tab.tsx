import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { AppLink, Facts, formatDay, Notice, Section, StateWord } from '../../../web/kit/index.ts';
import { initiativeQuery, RightButton, type Rights, rightTo } from '../../initiatives/ui/index.ts';
import { type Draft, isSameDraft } from '../draft-path.ts';
import { framingContentSchema } from '../framing.ts';
import { ConsideredTasks } from './candidate-table.tsx';
import { framingQuery, type Translation, type Version } from './client.ts';
import { FramingForm } from './framing-form.tsx';
import { FramingReading } from './framing-reading.tsx';
import { Signatures } from './signatures.tsx';
import { TranslationApproval } from './translation-approval.tsx';
import { useDraft } from './use-draft.ts';
import { statedFacts } from './value-words.ts';
import { ChangesTable, VersionState, VersionsPanel } from './versions-panel.tsx';
import './framing.css';

/** Anchor of the signatures, which stand under the text on a narrow screen. */
const SIGNATURES_ID = 'frame-signatures';

export interface FrameTabProps {
  readonly slug: string;
  readonly rights: Rights;
  /** Who is reading. */
  readonly me: { readonly accountId: string; readonly name: string };
}

/** The framing of an initiative: written as one page, put forward, signed, and read by everybody from then on. */
export function FrameTab({ slug, rights, me }: FrameTabProps) {
  const framing = useQuery(framingQuery(slug));
  const line = useQuery(initiativeQuery(slug));
  const error = framing.error ?? line.error;
  if (framing.data && line.data) {
    const { question, iteration } = line.data.initiative;
    return <Framing key={slug} {...{ slug, rights, me, question, iteration }} data={framing.data} />;
  }
  if (!error) return <p className="tl-muted">Reading the framing</p>;
  return <ProblemNotice error={error} onRetry={() => void Promise.all([framing.refetch(), line.refetch()])} />;
}

interface FramingProps extends FrameTabProps {
  readonly question: string;
  readonly iteration: number;
  readonly data: {
    readonly draft: { readonly content: Draft; readonly revision: number; readonly updatedBy: string | null };
    readonly gaps: readonly { readonly path: string; readonly message: string }[];
    readonly current: Version | null;
    readonly versions: readonly Version[];
    readonly translation: Translation | null;
    readonly waitingTranslation: Translation | null;
    readonly currentTranslation: Translation | null;
    readonly needsApprovedTranslation: boolean;
  };
}

function Framing({ slug, rights, me, question, iteration, data }: FramingProps) {
  const { versions, current } = data;
  const server = useMemo(() => ({ ...data.draft, gaps: data.gaps }), [data]);
  const draft = useDraft(slug, me, server);
  const [isWriting, setWriting] = useState(false);
  const top = useRef<HTMLDivElement>(null);
  const asked = useAskedVersion();
  const waiting = versions.find((version) => version.state === 'proposed');
  const mayDraft = rightTo(rights, 'framing.draft');
  const newest = waiting ?? current ?? undefined;
  const isNewest = newest !== undefined && saysTheSame(draft.desk.content, newest);
  const shown =
    versions.find(({ version }) => version === asked) ??
    (newest && (mayDraft.allowed ? isNewest && !isWriting : true) ? newest : undefined);
  const show = (writing: boolean) => {
    setWriting(writing);
    top.current?.scrollIntoView({ block: 'start' });
  };

  if (shown) {
    const translationOfShown =
      shown === waiting ? data.waitingTranslation : shown.state === 'locked' ? data.currentTranslation : null;
    return (
      <div className="tl-framing" ref={top}>
        <div className="tl-framing-main">
          <VersionHead version={shown} slug={slug} isNewest={shown === newest} iteration={iteration} />
          <ChangesTable slug={slug} version={shown} />
          <FramingReading
            slug={slug}
            question={question}
            content={shown.content}
            approval={<TranslationApproval {...{ slug, rights, me }} state={translationOfShown} isOpen={false} />}
          />
          <ConsideredTasks slug={slug} />
        </div>
        <aside className="tl-framing-aside" aria-label="Signatures and versions">
          <Section title="Signatures" id={SIGNATURES_ID}>
            <Signatures
              {...{ slug, rights, me }}
              version={shown}
              isTranslationApproved={!data.needsApprovedTranslation || (translationOfShown?.approvals.length ?? 0) > 0}
              approval={
                // Beside the signatures, so that whoever comes to sign finds both without looking for the first.
                <ApproveHere question={question} translation={shown.content.translation}>
                  <TranslationApproval {...{ slug, rights, me }} state={translationOfShown} isOpen />
                </ApproveHere>
              }
            />
          </Section>
          {shown === newest && asked === undefined && (
            <div className="tl-no-print">
              <RightButton right={mayDraft} variant="default" onClick={() => show(true)}>
                {shown.state === 'locked' ? 'Amend' : 'Change it before it is signed'}
              </RightButton>
            </div>
          )}
          <VersionsPanel slug={slug} versions={versions} shown={shown.version} />
        </aside>
      </div>
    );
  }
  if (!mayDraft.allowed) return <DraftReading content={draft.desk.content} rule={mayDraft.rule} />;
  return (
    // Whoever has written here stays here when somebody else puts the same forward: they may be writing beside the framing.
    <div ref={top} onChange={() => setWriting(true)}>
      <FramingForm
        {...{ slug, question, draft, current, waiting, versions, rights, me }}
        translation={data.translation}
        right={mayDraft}
        isUnchanged={isNewest && newest.iteration === iteration}
        onDone={() => show(false)}
      />
    </div>
  );
}

/** The question as it was asked and its translation, with what is to be done about them. */
function ApproveHere({
  question,
  translation,
  children,
}: {
  readonly question: string;
  readonly translation: string;
  readonly children: ReactNode;
}) {
  return (
    <>
      <p className="tl-small tl-muted">As it was asked</p>
      <blockquote className="tl-prose tl-framing-verbatim">{question}</blockquote>
      <p className="tl-small tl-muted">As it was translated</p>
      <blockquote className="tl-prose tl-framing-verbatim">{translation}</blockquote>
      {children}
    </>
  );
}

/** The version that the address names: `?version=2`. */
function useAskedVersion(): number | undefined {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const version = Number(search.version);
  return search.version !== undefined && Number.isInteger(version) ? version : undefined;
}

function saysTheSame(draft: Draft, version: Version): boolean {
  const complete = framingContentSchema.safeParse(draft);
  return complete.success && isSameDraft(complete.data, version.content);
}

interface VersionHeadProps {
  readonly slug: string;
  readonly version: Version;
  readonly isNewest: boolean;
  readonly iteration: number;
}

function VersionHead({ slug, version, isNewest, iteration }: VersionHeadProps) {
  const names = [...new Set(version.signOffs.map(({ name }) => name))];
  return (
    <div className="tl-stack">
      <div className="tl-row tl-framing-head">
        <h2>Version {version.version}</h2>
        <VersionState version={version} />
        {version.state === 'proposed' && (
          <a className="tl-link tl-framing-narrow tl-no-print" href={`#${SIGNATURES_ID}`}>
            To the signatures
          </a>
        )}
        {version.lockedAt && (
          <span className="tl-muted">
            Locked on {formatDay(version.lockedAt)} by {inWords(names)}, before anybody looked at data.
          </span>
        )}
      </div>
      {!isNewest && (
        <Notice
          tone="unknown"
          title="This is not what holds now."
          action={<AppLink to={`/i/${slug}/frame?part=framing`}>Show the framing as it is now</AppLink>}
        />
      )}
      {isNewest && version.iteration < iteration && (
        <Notice
          tone="look"
          title={`Iteration ${iteration} has begun; this was signed in iteration ${version.iteration}.`}
        >
          <p>
            Change what was learned, or put it forward again as it is, so that everybody stands behind it once more.
          </p>
        </Notice>
      )}
    </div>
  );
}

/** What the table has written so far, for people who may only read. */
function DraftReading({ content, rule }: { readonly content: Draft; readonly rule: string }) {
  const facts = statedFacts(content);
  return (
    <Section
      title="The framing is being written"
      lead={rule}
      aside={<StateWord tone="unknown">Not signed yet</StateWord>}
    >
      {facts.length === 0 ? <p>Nothing is written yet.</p> : <Facts facts={facts} />}
    </Section>
  );
}

function inWords(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
