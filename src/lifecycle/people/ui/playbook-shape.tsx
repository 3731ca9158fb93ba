import { Button } from '@mantine/core';
import { useState } from 'react';
import { CheckField, ChoiceField, LongTextField, Section, TextField } from '../../../web/kit/index.ts';
import { STEP_NAME, STEPS, type Step } from '../../line-order.ts';
import { HELD_WORKS, PLAYBOOK_LIMITS, type PlaybookContent } from '../playbook.ts';
import { addStep, bringBack, partsLeftOut } from '../playbook-edits.ts';
import { HELD_WORK_NAME } from '../playbook-holds.ts';

export interface PlaybookShapeProps {
  readonly content: PlaybookContent;
  readonly onChange: (next: PlaybookContent) => void;
  readonly onChoose: (step: string) => void;
}

/** Adds steps to a playbook, and brings back parts of the line that it leaves out. */
export function PlaybookSteps({ content, onChange, onChoose }: PlaybookShapeProps) {
  const [name, setName] = useState('');
  const [part, setPart] = useState<Step>('review');
  const add = (next: PlaybookContent) => {
    const known = new Set(content.steps.map(({ step }) => step));
    const added = next.steps.find(({ step }) => !known.has(step));
    onChange(next);
    if (added) onChoose(added.step);
  };
  const isFull = content.steps.length >= PLAYBOOK_LIMITS.steps;
  return (
    <Section title="Add a step" look="boxed">
      <form
        className="tl-stack"
        onSubmit={(event) => {
          event.preventDefault();
          add(
            partsLeftOut(content).includes(part)
              ? addStep(bringBack(content, part), part, name)
              : addStep(content, part, name),
          );
          setName('');
        }}
      >
        <TextField
          label="What it is called"
          placeholder="Legal check"
          value={name}
          maxLength={PLAYBOOK_LIMITS.nameLength}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <ChoiceField
          label="To which part of the line it belongs"
          help="Its work is done on the page of that part."
          value={part}
          onChange={(event) => setPart(STEPS.find((each) => each === event.currentTarget.value) ?? part)}
          data={STEPS.map((each) => ({ value: each, label: STEP_NAME[each] }))}
        />
        <div>
          <Button type="submit" variant="default" disabled={isFull || name.trim().length < 2}>
            Add the step
          </Button>
        </div>
        {isFull && <p className="tl-muted">A playbook has at most {PLAYBOOK_LIMITS.steps} steps.</p>}
      </form>
      {partsLeftOut(content).length > 0 && (
        <div className="tl-row">
          <span>Not needed now:</span>
          {partsLeftOut(content).map((left) => (
            <Button key={left} variant="default" disabled={isFull} onClick={() => add(bringBack(content, left))}>
              Bring {STEP_NAME[left]} back
            </Button>
          ))}
        </div>
      )}
    </Section>
  );
}

/** The name of a playbook, when to choose it, and what it holds back. */
export function PlaybookWords({ content, onChange }: Omit<PlaybookShapeProps, 'onChoose'>) {
  return (
    <Section title="Name and rules" look="boxed">
      <div className="tl-stack">
        <TextField
          label="Name"
          value={content.name}
          maxLength={PLAYBOOK_LIMITS.nameLength}
          onChange={(event) => onChange({ ...content, name: event.currentTarget.value })}
        />
        <LongTextField
          label="When to choose it"
          rows={2}
          value={content.purpose}
          maxLength={PLAYBOOK_LIMITS.purposeLength}
          onChange={(event) => onChange({ ...content, purpose: event.currentTarget.value })}
        />
        {HELD_WORKS.map((work) => (
          <CheckField
            key={work}
            label={`${HELD_WORK_NAME[work]} wait until the expert and the data scientist have signed the framing`}
            checked={content.holds.includes(work)}
            onChange={(event) => {
              const others = content.holds.filter((held) => held !== work);
              onChange({ ...content, holds: event.currentTarget.checked ? [...others, work] : others });
            }}
          />
        ))}
      </div>
    </Section>
  );
}
