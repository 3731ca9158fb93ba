import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ProblemNotice, useToday } from '../../../web/data/index.ts';
import { ChoiceField, DateField, LongTextField, RadioField, TextField } from '../../../web/kit/index.ts';
import { addDays } from '../../../words/index.ts';
import type { Step } from '../../line-order.ts';
import { tableQuery, useTableChange } from '../../people/ui/index.ts';
import { type FindingObject, SEVERITIES, SEVERITY_MEANS, SEVERITY_NAME, type Severity } from '../finding.ts';
import { FINDING_LIMITS } from '../findings.schema.ts';
import { type FindingOnPage, findingsClient } from './finding-queries.ts';
import { seatedPeople } from './seated-people.ts';
import { causeChoices, choosableSteps, stepChoices, usualStep } from './step-choices.ts';

export interface RaiseFindingFormProps {
  readonly slug: string;
  /** The part of the line where it is raised, unless another step is chosen. */
  readonly step: Step;
  /** The one thing that it is about; absent when it is about the step. */
  readonly object?: FindingObject;
  /** The words that it begins with. */
  readonly said?: { readonly title: string; readonly seen: string };
  /** Called with the finding, or with `null` when it was not raised after all. */
  readonly onDone: (finding: FindingOnPage | null) => void;
}

/** Days until an answer is asked for, unless somebody chooses another day. */
const USUAL_DAYS = 14;

/** Raises a finding: two fields are enough, and everything else has an answer already that can be changed. */
export function RaiseFindingForm({ slug, step, object, said, onDone }: RaiseFindingFormProps) {
  const table = useQuery(tableQuery(slug));
  const [title, setTitle] = useState(() => (said?.title ?? '').slice(0, FINDING_LIMITS.titleLength));
  const [seen, setSeen] = useState(() => (said?.seen ?? '').slice(0, FINDING_LIMITS.textLength));
  const [severity, setSeverity] = useState<Severity>('medium');
  const [ownerId, setOwnerId] = useState('');
  const today = useToday();
  const [due, setDue] = useState(() => addDays(today, USUAL_DAYS));
  const [chosen, setChosen] = useState<string | null>(null);
  const [chosenCause, setChosenCause] = useState('');
  const [isTried, setTried] = useState(false);
  const steps = choosableSteps(table.data?.steps);
  const raisedAt = steps.find((each) => each.step === chosen) ?? usualStep(steps, step);
  const causes = causeChoices(steps, raisedAt, 'Not known yet');
  // A cause that would come after the step that is named now is not known any more.
  const causeStep = causes.some(({ value }) => value === chosenCause) ? chosenCause : '';
  const raise = useTableChange(slug, () =>
    findingsClient.raise({
      params: { slug },
      body: {
        step: raisedAt?.step ?? step,
        title: title.trim(),
        seen: seen.trim(),
        severity,
        ...(ownerId === '' ? {} : { ownerId }),
        ...(due === '' ? {} : { due }),
        ...(causeStep === '' ? {} : { causeStep }),
        ...(object === undefined ? {} : { object }),
      },
    }),
  );
  const isComplete = title.trim().length >= 3 && seen.trim().length >= 5;
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isComplete) raise.mutate(undefined, { onSuccess: onDone });
  };
  return (
    <form className="tl-finding-form" onSubmit={send} noValidate>
      <TextField
        label="What is wrong, in a few words"
        value={title}
        maxLength={FINDING_LIMITS.titleLength}
        required
        data-autofocus
        onChange={(event) => setTitle(event.currentTarget.value)}
        error={isTried && title.trim().length < 3 ? 'Write a few words that others will know it by.' : undefined}
      />
      <LongTextField
        label="What did you see?"
        help="In your own words; they are kept as you write them."
        rows={3}
        autosize
        value={seen}
        maxLength={FINDING_LIMITS.textLength}
        required
        onChange={(event) => setSeen(event.currentTarget.value)}
        error={
          isTried && seen.trim().length < 5 ? 'Write what you saw, so that somebody else can look for it.' : undefined
        }
      />
      <RadioField
        label="How bad is it?"
        value={severity}
        onChange={(value) => setSeverity(SEVERITIES.find((each) => each === value) ?? severity)}
        options={SEVERITIES.map((value) => ({ value, label: SEVERITY_NAME[value], help: SEVERITY_MEANS[value] }))}
      />
      <div className="tl-finding-fields">
        <ChoiceField
          label="Where did you see it?"
          value={raisedAt?.step ?? step}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={stepChoices(steps)}
        />
        <ChoiceField
          label="Who is to answer it"
          value={ownerId}
          onChange={(event) => setOwnerId(event.currentTarget.value)}
          data={[{ value: '', label: 'Whoever takes it' }, ...seatedPeople(table.data?.steps ?? [])]}
        />
        <DateField label="Answer until" value={due} onChange={(event) => setDue(event.currentTarget.value)} />
        <ChoiceField
          label="Where does its cause lie?"
          value={causeStep}
          onChange={(event) => setChosenCause(event.currentTarget.value)}
          data={causes}
        />
      </div>
      <ProblemNotice error={raise.error} />
      <div className="tl-row">
        <Button type="submit" loading={raise.isPending}>
          Raise the finding
        </Button>
        <Button variant="subtle" onClick={() => onDone(null)}>
          Not now
        </Button>
      </div>
    </form>
  );
}
