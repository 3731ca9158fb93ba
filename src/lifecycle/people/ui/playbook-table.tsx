import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { formatPlural, ScrollRegion } from '../../../web/kit/index.ts';
import { STEP_NAME } from '../../line-order.ts';
import { DUTY_NAME, type Duty, type PlaybookContent, type PlaybookStep } from '../playbook.ts';
import { nextDuty, setDuty } from '../playbook-edits.ts';
import { isError, type PlaybookFinding } from '../playbook-lint.ts';
import { ROLE_NAME, ROLES, type Role } from '../roles.ts';
import { DutyWord } from './duty-word.tsx';
import './playbook-table.css';

export interface PlaybookTableProps {
  readonly content: PlaybookContent;
  readonly findings: readonly PlaybookFinding[];
  /** The step whose gate is shown. */
  readonly chosen: string;
  readonly onChoose: (step: string) => void;
  /** Left out for readers, who see words instead of buttons. */
  readonly onChange?: ((next: PlaybookContent) => void) | undefined;
}

/** Letters that set a duty at once, and keys that take the seat away. */
const KEY_DUTY: Readonly<Record<string, Duty | null>> = {
  d: 'does',
  s: 'signs',
  a: 'asked',
  t: 'told',
  Delete: null,
  Backspace: null,
};

const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Roles down, steps across: who does, signs, is asked and is told. Each cell is a button; the arrow keys walk the table. */
export function PlaybookTable({ content, findings, chosen, onChoose, onChange }: PlaybookTableProps) {
  const captionId = useId();
  const body = useRef<HTMLTableSectionElement>(null);
  const [place, setPlace] = useState<readonly [number, number]>([0, 0]);
  const rows = ROLES.length;
  const columns = content.steps.length;
  const [row, column] = [Math.min(place[0], rows - 1), Math.min(place[1], columns - 1)];
  const walk = (event: KeyboardEvent) => {
    const step = content.steps[column];
    const role = ROLES[row];
    const move = MOVES[event.key];
    if (move) {
      const next = [clamp(row + move[0], rows), clamp(column + move[1], columns)] as const;
      event.preventDefault();
      setPlace(next);
      body.current?.querySelector<HTMLButtonElement>(`[data-cell="${next.join('-')}"]`)?.focus();
      return;
    }
    const duty = event.ctrlKey || event.metaKey || event.altKey ? undefined : KEY_DUTY[event.key];
    if (duty === undefined || !step || !role || !onChange) return;
    event.preventDefault();
    onChange(setDuty(content, step.step, role, duty));
  };
  return (
    <ScrollRegion labelledBy={captionId}>
      <table className="tl-table tl-playbook">
        <caption id={captionId} className="tl-hidden">
          Who does, signs, is asked or is told at each step
        </caption>
        <thead>
          <tr>
            <th scope="col">Role</th>
            {content.steps.map((step) => (
              <th key={step.step} scope="col" data-chosen={step.step === chosen || undefined}>
                <StepHead step={step} findings={findings} isChosen={step.step === chosen} onChoose={onChoose} />
              </th>
            ))}
          </tr>
        </thead>
        {/* The buttons inside take the keys; the arrows only move between them. */}
        <tbody ref={body} onKeyDown={walk}>
          {ROLES.map((role, down) => (
            <tr key={role}>
              <th scope="row">{ROLE_NAME[role]}</th>
              {content.steps.map((step, across) => (
                <td key={step.step} data-chosen={step.step === chosen || undefined}>
                  {onChange ? (
                    <DutyButton
                      role={role}
                      step={step}
                      cell={`${down}-${across}`}
                      isStop={down === row && across === column}
                      onFocus={() => setPlace([down, across])}
                      onPress={() => onChange(setDuty(content, step.step, role, nextDuty(step.seats[role])))}
                    />
                  ) : (
                    <DutyWord duty={step.seats[role]} />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

interface StepHeadProps {
  readonly step: PlaybookStep;
  readonly findings: readonly PlaybookFinding[];
  readonly isChosen: boolean;
  readonly onChoose: (step: string) => void;
}

function StepHead({ step, findings, isChosen, onChoose }: StepHeadProps) {
  const here = findings.filter((finding) => finding.step === step.step);
  const hasError = here.some(isError);
  const own = hasError ? here.filter(isError) : here;
  return (
    <button
      type="button"
      className="tl-playbook-step"
      aria-pressed={isChosen}
      title={`Show the gate of ${step.name}`}
      onClick={() => onChoose(step.step)}
    >
      <span className="tl-playbook-name">{step.name.trim() === '' ? 'No name yet' : step.name}</span>
      {step.step !== step.part && <span className="tl-playbook-part">in {STEP_NAME[step.part]}</span>}
      {own.length > 0 && (
        <span className="tl-playbook-mark" data-tone={hasError ? 'broken' : 'look'}>
          {formatPlural(own.length, hasError ? 'error' : 'remark', hasError ? 'errors' : 'remarks')}
        </span>
      )}
    </button>
  );
}

interface DutyButtonProps {
  readonly role: Role;
  readonly step: PlaybookStep;
  readonly cell: string;
  /** Whether the tab key stops here. */
  readonly isStop: boolean;
  readonly onFocus: () => void;
  readonly onPress: () => void;
}

function DutyButton({ role, step, cell, isStop, onFocus, onPress }: DutyButtonProps) {
  const duty = step.seats[role];
  return (
    <button
      type="button"
      className="tl-playbook-cell"
      data-cell={cell}
      tabIndex={isStop ? 0 : -1}
      onFocus={onFocus}
      onClick={onPress}
      aria-label={`${ROLE_NAME[role]} at ${step.name}: ${duty === undefined ? 'no seat' : DUTY_NAME[duty]}`}
    >
      <DutyWord duty={duty} isEditable />
    </button>
  );
}

function clamp(value: number, length: number): number {
  return Math.max(0, Math.min(length - 1, value));
}
