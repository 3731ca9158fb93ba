import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { ChoiceField, DateField, LongTextField, RadioField, TextField } from '../../../web/kit/index.ts';
import { STEP_NAME, STEPS, type Step } from '../../line-order.ts';
import { tableQuery, useTableChange } from '../../people/ui/index.ts';
import { isEarlier, SEVERITIES, SEVERITY_MEANS, SEVERITY_NAME, type Severity } from '../finding.ts';
import { FINDING_LIMITS } from '../findings.schema.ts';
import { findingsClient } from './finding-queries.ts';
import { seatedPeople } from './seated-people.ts';

export interface RaiseFindingFormProps {
  readonly slug: string;
  readonly step: Step;
  readonly onDone: () => void;
}

/** Days until an answer is asked for, unless somebody chooses another day. */
const USUAL_DAYS = 14;

/** Raises a finding: two fields are enough, and everything else has an answer already that can be changed. */
export function RaiseFindingForm({ slug, step, onDone }: RaiseFindingFormProps) {
  const table = useQuery(tableQuery(slug));
  const [title, setTitle] = useState('');
  const [seen, setSeen] = useState('');
  const [severity, setSeverity] = useState<Severity>('medium');
  const [ownerId, setOwnerId] = useState('');
  const [due, setDue] = useState(() => inDays(USUAL_DAYS));
  const [causeStep, setCauseStep] = useState<Step | ''>('');
  const [isTried, setTried] = useState(false);
  const raise = useTableChange(slug, () =>
    findingsClient.raise({
      params: { slug },
      body: {
        step,
        title: title.trim(),
        seen: seen.trim(),
        severity,
        ...(ownerId === '' ? {} : { ownerId }),
        ...(due === '' ? {} : { due }),
        ...(causeStep === '' ? {} : { causeStep }),
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
          label="Who is to answer it"
          value={ownerId}
          onChange={(event) => setOwnerId(event.currentTarget.value)}
          data={[{ value: '', label: 'Whoever takes it' }, ...seatedPeople(table.data?.steps ?? [])]}
        />
        <DateField label="Answer until" value={due} onChange={(event) => setDue(event.currentTarget.value)} />
        <ChoiceField
          label="Where does its cause lie?"
          value={causeStep}
          onChange={(event) => setCauseStep(STEPS.find((each) => each === event.currentTarget.value) ?? '')}
          data={causeChoices(step, 'Not known yet')}
        />
      </div>
      <ProblemNotice error={raise.error} />
      <div className="tl-row">
        <Button type="submit" loading={raise.isPending}>
          Raise the finding
        </Button>
        <Button variant="subtle" onClick={onDone}>
          Not now
        </Button>
      </div>
    </form>
  );
}

/** The steps where the cause of something raised at a step can lie: that step, or an earlier one. */
export function causeChoices(raisedStep: Step, unknown: string): { value: string; label: string }[] {
  const steps = STEPS.filter((step) => !isEarlier(raisedStep, step));
  return [{ value: '', label: unknown }, ...steps.map((value) => ({ value, label: STEP_NAME[value] }))];
}

function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
