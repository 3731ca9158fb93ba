import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { AppLink } from '../../../web/kit/index.ts';
import { initiativeQuery, type Rights } from '../../initiatives/ui/index.ts';
import './workshop.css';

// The board and the editor are heavy: they load when they are first looked at.
const BoardSection = lazy(async () => ({ default: (await import('./board-section.tsx')).BoardSection }));
const DocumentSection = lazy(async () => ({ default: (await import('./document-section.tsx')).DocumentSection }));

const PARTS = [
  { id: 'board', label: 'Board', hint: 'think together' },
  { id: 'document', label: 'Document', hint: 'write together' },
  { id: 'framing', label: 'Framing', hint: 'decide and sign' },
] as const;

type Part = (typeof PARTS)[number]['id'];

export interface WorkshopTabProps {
  readonly slug: string;
  readonly rights: Rights;
  /** Who is reading. */
  readonly me: { readonly accountId: string; readonly name: string };
  /** The framing, which is decided from what the workshop found. */
  readonly children: ReactNode;
}

/** The work of Frame: a board to think on, a document to write in, and the framing that is signed. */
export function WorkshopTab({ slug, rights, me, children }: WorkshopTabProps) {
  const line = useQuery(initiativeQuery(slug));
  const asked = useAskedPart();
  const [start, setStart] = useState<Part>();
  if (!line.data) return null;
  const { initiative, steps } = line.data;
  const isFramed = steps.some(({ step, state }) => step === 'frame' && state === 'done');
  // An open question goes to the board first; a question with a number in it can be framed at once.
  const usual: Part = initiative.questionKind === 'open' && !isFramed ? 'board' : 'framing';
  // Where somebody began they stay, also when the step is closed meanwhile: they may be writing.
  if (start === undefined) setStart(usual);
  const part = asked ?? start ?? usual;
  return (
    <>
      <nav aria-label="Parts of the framing" className="tl-workshop-parts tl-no-print" data-keeps-focus>
        <ul>
          {PARTS.map(({ id, label, hint }) => (
            <li key={id}>
              <AppLink
                to={`/i/${slug}/frame?part=${id}`}
                className="tl-workshop-part"
                {...(id === part ? { 'aria-current': 'page' } : {})}
              >
                <span>{label}</span>
                <span className="tl-small tl-muted">{hint}</span>
              </AppLink>
            </li>
          ))}
        </ul>
      </nav>
      <Suspense fallback={<p className="tl-muted">Reading the {part}</p>}>
        {part === 'board' && <BoardSection slug={slug} rights={rights} me={me} />}
        {part === 'document' && <DocumentSection slug={slug} rights={rights} me={me} />}
        {part === 'framing' && children}
      </Suspense>
    </>
  );
}

/** The part that the address names: `?part=board`. A version of the framing is named by its number alone. */
function useAskedPart(): Part | undefined {
  const { part, version }: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  return PARTS.find(({ id }) => id === part)?.id ?? (version === undefined ? undefined : 'framing');
}
