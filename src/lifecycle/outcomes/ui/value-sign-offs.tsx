import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ProblemNotice } from '../../../web/data/index.ts';
import { ConfirmButton, formatDay, PersonFace, TextField } from '../../../web/kit/index.ts';
import { initiativeKey, type Right } from '../../initiatives/ui/index.ts';
import { LeftWords, useKeptText } from '../../people/ui/index.ts';
import type { TakenVerdictEntry } from '../outcomes.schema.ts';
import { outcomesClient } from './outcome-queries.ts';
import { isSettled } from './state-words.ts';

type Label = TakenVerdictEntry['signOffs'][number]['label'];

export interface ValueSignOffsProps {
  readonly slug: string;
  readonly verdict: TakenVerdictEntry;
  readonly right: Right;
}

/** Who confirmed the value of a verdict, and the sponsor's way to confirm it: as measured first, then as validated by finance. */
export function ValueSignOffs({ slug, verdict, right }: ValueSignOffsProps) {
  const { signOffs, grade, state } = verdict;
  const isSigned = (label: Label) => signOffs.some((signOff) => signOff.label === label);
  const next: Label | null = isSigned('validated') ? null : isSigned('measured') ? 'validated' : 'measured';
  const isShown = (grade === 'A' || grade === 'B') && isSettled(state);
  return (
    <>
      {signOffs.map(({ label, name, at, note }) => (
        <p key={label} className="tl-row">
          <PersonFace name={name} />
          <span>
            <b>{name}</b> {SIGNED[label]} on {formatDay(at)}
            {note !== null && `: ${note}`}
          </span>
        </p>
      ))}
      {signOffs.map(({ label, name }) => (
        <LeftWords
          key={label}
          happened={`${name} ${SIGNED[label]} while you were writing.`}
          advice="It is recorded once; copy what you wanted to add into the conversation about this verdict."
          fields={[{ keep: noteKey(verdict.id, label), label: 'What you wanted to add' }]}
        />
      ))}
      {next !== null && isShown && right.allowed && <SignOff key={next} slug={slug} verdict={verdict} label={next} />}
      {next === 'measured' && isShown && !right.allowed && (
        <p className="tl-muted tl-small">Its value is not confirmed yet. {right.rule}</p>
      )}
    </>
  );
}

/** Under which key this window keeps what somebody adds to a confirmation. */
function noteKey(verdictId: string, label: Label): string {
  return `verdict ${verdictId} ${label}`;
}

const SIGNED: Readonly<Record<Label, string>> = {
  measured: 'confirmed this value as measured',
  validated: 'recorded that finance confirmed this value',
};

const ASKED: Readonly<Record<Label, { readonly button: string; readonly question: string; readonly note: string }>> = {
  measured: {
    button: 'Confirm this value as measured',
    question: 'Confirm that the value of this verdict may be counted as measured? It stays on record under your name.',
    note: 'What you want to add (optional)',
  },
  validated: {
    button: 'Record that finance confirmed it',
    question: 'Record that finance confirmed the value of this verdict? It stays on record under your name.',
    note: 'Who confirmed it, and where it stands (optional)',
  },
};

function SignOff({ slug, verdict, label }: Omit<ValueSignOffsProps, 'right'> & { readonly label: Label }) {
  const queryClient = useQueryClient();
  const [note, setNote, forget] = useKeptText(noteKey(verdict.id, label));
  const { button, question, note: noteLabel } = ASKED[label];
  const sign = useMutation({
    mutationFn: async () => {
      await outcomesClient.signOff({
        params: { slug, number: verdict.number },
        body: { label, ...(note.trim() === '' ? {} : { note: note.trim() }) },
      });
      forget(note);
    },
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: initiativeKey(slug) }),
        queryClient.invalidateQueries({ queryKey: ['portfolio'] }),
      ]),
  });
  return (
    <div className="tl-sign-off">
      <TextField label={noteLabel} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
      <ConfirmButton
        color="indigo"
        question={question}
        confirmLabel="Confirm it"
        keepLabel="Not yet"
        onConfirm={async () => {
          await sign.mutateAsync().catch(() => undefined);
        }}
      >
        {button}
      </ConfirmButton>
      <ProblemNotice error={sign.error} />
    </div>
  );
}
