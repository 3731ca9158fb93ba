import { Button, Checkbox } from '@mantine/core';
import { useId } from 'react';
import { ConfirmButton, LongTextField, ScrollRegion, Section, TextField } from '../../../web/kit/index.ts';
import { STEP_NAME } from '../../line-order.ts';
import {
  EVIDENCE_KINDS,
  EVIDENCE_NAME,
  type Gate,
  PLAYBOOK_LIMITS,
  type PlaybookContent,
  type PlaybookStep,
  RISK_TIERS,
  type RiskTier,
} from '../playbook.ts';
import { canMove, leaveOut, moveStep, setGate, setWords } from '../playbook-edits.ts';
import { ROLE_NAME, ROLES } from '../roles.ts';

export interface PlaybookStepPanelProps {
  readonly content: PlaybookContent;
  readonly step: PlaybookStep;
  readonly onChange?: ((next: PlaybookContent) => void) | undefined;
}

/** A step of a playbook: its words, and its gate for each tier of risk. */
export function PlaybookStepPanel({ content, step, onChange }: PlaybookStepPanelProps) {
  return (
    <Section title={`${step.name || 'No name yet'}: when it may close`} look="boxed">
      {onChange ? (
        <StepWords content={content} step={step} onChange={onChange} />
      ) : (
        <p className="tl-muted">{step.question}</p>
      )}
      <GateTable content={content} step={step} onChange={onChange} />
    </Section>
  );
}

interface DrawnStepProps {
  readonly content: PlaybookContent;
  readonly step: PlaybookStep;
  readonly onChange: (next: PlaybookContent) => void;
}

function StepWords({ content, step, onChange }: DrawnStepProps) {
  const hasAdded = step.step === step.part && content.steps.some((other) => other !== step && other.part === step.part);
  const along = hasAdded ? ` The steps added to ${STEP_NAME[step.part]} go with it.` : '';
  return (
    <div className="tl-stack">
      <TextField
        label="Name of the step"
        value={step.name}
        maxLength={PLAYBOOK_LIMITS.nameLength}
        onChange={(event) => onChange(setWords(content, step.step, { name: event.currentTarget.value }))}
      />
      <LongTextField
        label="The question that it answers"
        rows={2}
        value={step.question}
        maxLength={PLAYBOOK_LIMITS.questionLength}
        onChange={(event) => onChange(setWords(content, step.step, { question: event.currentTarget.value }))}
      />
      <div className="tl-row">
        {([-1, 1] as const).map((by) => (
          <Button
            key={by}
            variant="default"
            disabled={!canMove(content, step.step, by)}
            onClick={() => onChange(moveStep(content, step.step, by))}
          >
            {by === -1 ? 'Move it earlier' : 'Move it later'}
          </Button>
        ))}
        <ConfirmButton
          question={`Leave ${step.name || 'this step'} out of this playbook?${along} You can undo it.`}
          confirmLabel="Leave it out"
          isDisabled={content.steps.length === 1}
          onConfirm={() => onChange(leaveOut(content, step.step))}
        >
          Not needed
        </ConfirmButton>
      </div>
    </div>
  );
}

/** One thing that a gate may ask for. */
type Ask = {
  readonly [Part in keyof Gate]: { readonly part: Part; readonly asked: Gate[Part][number]; readonly words: string };
}[keyof Gate];

interface AskGroup {
  readonly title: string;
  readonly asks: readonly Ask[];
}

/** Everything that the gate of a step may ask for: who can be heard there, who can approve, and what must exist. */
function asksOf({ seats }: PlaybookStep): readonly AskGroup[] {
  const seated = ROLES.filter((role) => seats[role] !== undefined);
  return [
    {
      title: 'Must have been heard',
      asks: seated
        .filter((role) => seats[role] !== 'told')
        .map((role) => ({ part: 'heard', asked: role, words: ROLE_NAME[role] }) as const),
    },
    {
      title: 'Must approve',
      asks: seated
        .filter((role) => seats[role] !== 'does')
        .map((role) => ({ part: 'approvals', asked: role, words: ROLE_NAME[role] }) as const),
    },
    {
      title: 'Must exist',
      asks: EVIDENCE_KINDS.map(
        (kind) => ({ part: 'evidence', asked: kind, words: sentenceCase(EVIDENCE_NAME[kind]) }) as const,
      ),
    },
  ];
}

function GateTable({ content, step, onChange }: PlaybookStepPanelProps) {
  const captionId = useId();
  const groups = asksOf(step)
    .map(({ title, asks }) => ({ title, asks: onChange ? asks : asks.filter((ask) => isAskedAnywhere(step, ask)) }))
    .filter(({ asks }) => asks.length > 0);
  if (groups.length === 0) return <p className="tl-muted">Nothing has to be there before this step closes.</p>;
  return (
    <ScrollRegion labelledBy={captionId}>
      <table className="tl-table tl-gate">
        <caption id={captionId} className="tl-hidden">
          What must be there before {step.name} closes, by risk
        </caption>
        <thead>
          <tr>
            <th scope="col">Before it closes</th>
            {RISK_TIERS.map((tier) => (
              <th key={tier} scope="col">
                {sentenceCase(tier)} risk
              </th>
            ))}
          </tr>
        </thead>
        {groups.map(({ title, asks }) => (
          <tbody key={title}>
            <tr data-head>
              <th scope="rowgroup" colSpan={4}>
                {title}
              </th>
            </tr>
            {asks.map((ask) => (
              <tr key={`${ask.part} ${ask.asked}`}>
                <th scope="row">{ask.words}</th>
                {RISK_TIERS.map((tier) => (
                  <td key={tier}>
                    {onChange ? (
                      <Checkbox
                        aria-label={`${step.name}, ${tier} risk: ${title.toLowerCase()}: ${ask.words}`}
                        checked={isAsked(step, tier, ask)}
                        onChange={(event) =>
                          onChange(setGate(content, step.step, tier, { ...ask, isAsked: event.currentTarget.checked }))
                        }
                      />
                    ) : isAsked(step, tier, ask) ? (
                      'yes'
                    ) : (
                      <span className="tl-muted">no</span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </ScrollRegion>
  );
}

function isAsked({ gate }: PlaybookStep, tier: RiskTier, { part, asked }: Ask): boolean {
  const list: readonly string[] = gate[tier][part];
  return list.includes(asked);
}

function isAskedAnywhere(step: PlaybookStep, ask: Ask): boolean {
  return RISK_TIERS.some((tier) => isAsked(step, tier, ask));
}

function sentenceCase(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
