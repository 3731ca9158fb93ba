import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { AppLink, ChoiceField, Section, useGoOn } from '../../../web/kit/index.ts';
import { datasetAddress } from '../../datasets/ui/index.ts';
import { type Right, RightButton } from '../../initiatives/ui/index.ts';
import type { CheckChoice } from '../check-choice.ts';
import { ColumnPicker } from './column-picker.tsx';
import { type ColumnProfile, startingChoice, valuesOf } from './form-choice.ts';
import { RuleFields } from './rule-fields.tsx';
import { type AskedAbout, askedAboutQuery, signalAddress, signalsClient, signalsKey } from './signal-queries.ts';

export interface AskViewProps {
  readonly slug: string;
  readonly datasetId: string;
  readonly right: Right;
}

/** The form for a check about one data set. */
export function AskView({ slug, datasetId, right }: AskViewProps) {
  const about = useQuery(askedAboutQuery(slug, datasetId));
  return (
    <div className="tl-stack">
      <p className="tl-row tl-no-print">
        <AppLink to={`/i/${slug}/data`}>All data of this initiative</AppLink>
        <AppLink to={datasetAddress(slug, datasetId)}>The data set</AppLink>
      </p>
      <ProblemNotice error={about.error} onRetry={() => void about.refetch()} />
      {about.isPending && <p className="tl-muted">Reading the data set</p>}
      {about.data && <AskForm slug={slug} about={about.data} right={right} />}
    </div>
  );
}

interface AskFormProps {
  readonly slug: string;
  readonly about: AskedAbout;
  readonly right: Right;
}

function AskForm({ slug, about, right }: AskFormProps) {
  const { dataset, version } = about;
  const columns = version.profile?.columns ?? [];
  const [choice, setChoice] = useState<CheckChoice>(() => startingChoice(about));
  const queryClient = useQueryClient();
  const goOn = useGoOn();
  const start = useMutation({
    mutationFn: () =>
      signalsClient.startCheck({
        params: { slug },
        body: { datasetId: dataset.id, version: version.number, choice },
      }),
    onSuccess: async ({ id }) => {
      await queryClient.invalidateQueries({ queryKey: signalsKey(slug, 'list') });
      goOn(signalAddress(slug, { check: id }));
    },
  });
  const change = (part: Partial<CheckChoice>) => setChoice((now) => ({ ...now, ...part }));
  const send = (event: FormEvent) => {
    event.preventDefault();
    start.mutate();
  };
  return (
    <Section
      title={`Is there anything to predict in ${dataset.name}?`}
      lead={`Version ${version.number}. Say what is to be predicted and what is known at that moment; the rest is looked up.`}
    >
      <form onSubmit={send} className="tl-signal-form">
        <TargetFields columns={columns} choice={choice} onChange={change} />
        <ColumnPicker
          label="Known only afterwards"
          help="Columns whose value appears with or after the outcome, such as a reason for leaving. They are left out."
          columns={columns.filter(({ name }) => name !== choice.target)}
          chosen={choice.knownLater}
          onChange={(knownLater) => change({ knownLater })}
        />
        <ColumnPicker
          label="Protected"
          help="Attributes for which nobody may be treated differently, such as sex or origin. They are left out, and the check says which other columns give them away."
          columns={columns.filter(({ name }) => name !== choice.target)}
          chosen={choice.protected}
          onChange={(guarded) => change({ protected: guarded })}
        />
        <RuleFields columns={columns} choice={choice} heuristic={about.heuristic} onChange={change} />
        <RightButton
          right={right}
          type="submit"
          loading={start.isPending}
          isOff={choice.target === ''}
          offReason="Choose first what is to be predicted."
        >
          Look whether there is anything
        </RightButton>
        <ProblemNotice error={start.error} />
      </form>
    </Section>
  );
}

interface FieldsProps {
  readonly columns: readonly ColumnProfile[];
  readonly choice: CheckChoice;
  readonly onChange: (part: Partial<CheckChoice>) => void;
}

function TargetFields({ columns, choice, onChange }: FieldsProps) {
  const values = valuesOf(columns.find(({ name }) => name === choice.target));
  const names = (none: string, offered: readonly ColumnProfile[]) => [
    { value: '', label: none },
    ...offered.map(({ name }) => ({ value: name, label: name })),
  ];
  const times = columns.filter(({ type, name }) => type === 'time' && name !== choice.target);
  const timeValue = choice.time.kind === 'column' ? `column ${choice.time.column}` : choice.time.kind;
  return (
    <div className="tl-signal-fields">
      <ChoiceField
        label="To be predicted"
        value={choice.target}
        data={names(
          'Choose a column',
          columns.filter(({ type }) => type !== 'time' && type !== 'id'),
        )}
        onChange={({ currentTarget }) => onChange({ target: currentTarget.value, outcome: null })}
      />
      {values.length > 0 && (
        <ChoiceField
          label="Which value counts"
          help="The outcome that people want to know in advance."
          value={choice.outcome ?? ''}
          data={[
            { value: '', label: values.length === 2 ? 'The rarer one' : 'Each of them' },
            ...values.map((value) => ({ value, label: value })),
          ]}
          onChange={({ currentTarget }) =>
            onChange({ outcome: currentTarget.value === '' ? null : currentTarget.value })
          }
        />
      )}
      <ChoiceField
        label="Order in time"
        help="Lets the check learn from earlier rows and be asked about later ones, as in real use."
        value={timeValue}
        data={[
          { value: 'none', label: 'The rows have none' },
          { value: 'rows', label: 'The rows stand in order of time' },
          ...times.map(({ name }) => ({ value: `column ${name}`, label: `By ${name}` })),
        ]}
        onChange={({ currentTarget: { value } }) =>
          onChange({
            time:
              value === 'none' || value === 'rows'
                ? { kind: value }
                : { kind: 'column', column: value.slice('column '.length) },
          })
        }
      />
      {choice.time.kind !== 'none' && (
        <ChoiceField
          label="Whom a row is about"
          help="If the same one comes back, the check also tries: same as last time."
          value={choice.unit ?? ''}
          data={names(
            'Every row is somebody else',
            columns.filter(({ type }) => type === 'id' || type === 'text' || type === 'number'),
          )}
          onChange={({ currentTarget }) => onChange({ unit: currentTarget.value === '' ? null : currentTarget.value })}
        />
      )}
    </div>
  );
}
