import { formatExactAmount } from '../../words/index.ts';
import type { MadeRecord } from './import-row.ts';

const ARM_WORDS: Readonly<Record<string, string>> = {
  action: 'was put into the action group',
  holdout: 'was put into the holdout and left alone',
  explore: 'was not flagged and gets the action all the same, to explore',
  none: 'was not flagged and gets nothing',
};

/** A record as a sentence for the preview: what would be stored, in the words of whoever brings the file. */
export function recordInWords({ kind, row }: MadeRecord): string {
  const unit = `"${text(row.unitId)}"`;
  switch (kind) {
    case 'predictions': {
      const flag = row.flagged === true ? 'flagged for action' : 'not flagged';
      return `On ${day(row.occurredAt)} the model gave ${unit} the score ${number(row.score)}: ${flag}.`;
    }
    case 'assignments':
      return `${unit} ${ARM_WORDS[text(row.arm)] ?? `was put into ${text(row.arm)}`} on ${day(row.assignedAt)}.`;
    case 'actions': {
      const cost = typeof row.costCents === 'number' ? `, for ${money(row.costCents, row.currency)}` : '';
      return `${unit}: ${text(row.actionType)} ${text(row.status)} on ${day(row.occurredAt)}${cost}.`;
    }
    case 'outcomes': {
      const share = typeof row.denominator === 'number' ? ` of ${number(row.denominator)}` : '';
      return `${unit}: ${text(row.metric)} was ${number(row.value)}${share} on ${day(row.occurredAt)}.`;
    }
    case 'kpi-points':
      return `The KPI was ${number(row.value)} from ${day(row.periodStart)} to ${day(row.periodEnd)}.`;
    case 'watermarks':
      return `${text(row.metric)} from ${text(row.source)} is complete through ${day(row.completeThrough)}.`;
    case 'costs':
      return `${money(row.amountCents, row.currency)} were spent on ${day(row.occurredAt)}.`;
  }
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function day(value: unknown): string {
  return text(value).slice(0, 10);
}

function number(value: unknown): string {
  return typeof value === 'number' ? value.toLocaleString('en-US', { maximumFractionDigits: 4 }) : text(value);
}

function money(cents: unknown, currency: unknown): string {
  return typeof cents === 'number' ? formatExactAmount(cents, text(currency)) : '';
}
