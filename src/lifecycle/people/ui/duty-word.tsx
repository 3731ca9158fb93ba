import { IconBell, IconHammer, IconMessageQuestion, IconSignature } from '@tabler/icons-react';
import { DUTY_NAME, type Duty } from '../playbook.ts';

const DUTY_ICON = { does: IconHammer, signs: IconSignature, asked: IconMessageQuestion, told: IconBell } as const;

/** What a role does at a step, as icon and word. */
export function DutyWord({
  duty,
  isEditable = false,
}: {
  readonly duty: Duty | undefined;
  /** Whether an empty cell shows where one can press. */
  readonly isEditable?: boolean;
}) {
  if (duty === undefined) {
    return isEditable ? <span className="tl-duty-none">+</span> : <span className="tl-hidden">no seat</span>;
  }
  const Icon = DUTY_ICON[duty];
  return (
    <span className="tl-duty" data-duty={duty}>
      <Icon size={14} stroke={1.75} aria-hidden />
      {DUTY_NAME[duty]}
    </span>
  );
}
