import type { AlikeRows, LeakSign } from '../../learning/index.ts';
import { KNOWN_AT_TABLE, type WithheldColumns } from '../datasets/index.ts';
import type { CheckResult } from './check-result.ts';
import type { StoredCheck } from './signal-check.ts';

/** A check without words of columns that are withheld. What it foresees is what the question is about, and stays. */
export function checkShown(check: StoredCheck, withheld: WithheldColumns): StoredCheck {
  if (withheld.size === 0) return check;
  const { choice, result } = check;
  const { rule } = choice;
  const isHidden = rule?.kind === 'level' && withheld.has(rule.column);
  return {
    ...check,
    choice: isHidden ? { ...choice, rule: { ...rule, level: KNOWN_AT_TABLE } } : choice,
    result: result && resultShown(result, withheld),
  };
}

function resultShown({ found, table }: CheckResult, withheld: WithheldColumns): CheckResult {
  const suspects = found.suspects.map((suspect) =>
    withheld.has(suspect.name) ? { ...suspect, signs: suspect.signs.map(signShown) } : suspect,
  );
  const drifts = found.drifts.map((drift) => {
    if (!withheld.has(drift.name)) return drift;
    const [before, now] = drift.usual;
    return { ...drift, usual: [usualShown(before), usualShown(now)] as const };
  });
  return { found: { ...found, suspects, drifts }, table };
}

function signShown(sign: LeakSign): LeakSign {
  return sign.kind === 'only-when-it-happened' ? { ...sign, where: whereShown(sign.where) } : sign;
}

function whereShown(where: AlikeRows): AlikeRows {
  return where.kind === 'level' ? { kind: 'level', level: KNOWN_AT_TABLE } : where;
}

const usualShown = (usual: string | number | null): string | number | null =>
  typeof usual === 'string' ? KNOWN_AT_TABLE : usual;
