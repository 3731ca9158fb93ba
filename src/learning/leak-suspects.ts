import { columnWeights } from './column-weights.ts';
import { type CheckRules, fitHeldOut, splitOnce } from './held-out.ts';
import {
  groupsToJudge,
  type LeakSign,
  MISSING_TELLS,
  NEARLY_ALL,
  NEARLY_PERFECT,
  onlyWhenItHappened,
} from './leak-signs.ts';
import { measureKindOf, measureScores, skillOf } from './measured.ts';
import type { Column } from './model.ts';
import { baseOf } from './protected-proxies.ts';
import { randomNumbers } from './random.ts';
import { scoreAlone } from './score-alone.ts';
import { rowCount, type TrainingTable } from './training-table.ts';

/** A column that looks as if it were only known after the outcome, and why. */
export interface LeakSuspect {
  readonly name: string;
  readonly signs: readonly LeakSign[];
}

/** What was found, and what each column tells alone (as skill). */
export interface FoundLeaks {
  readonly suspects: readonly LeakSuspect[];
  readonly alone: ReadonlyMap<string, number>;
}

/** Skill alone from which a column is asked whether it outweighs all others; a weaker one is no trap. */
const WORTH_ASKING = 0.3;
/** Among fewer other columns one honest column easily is most of what there is. */
const LEAST_OTHERS = 5;
/** How many times what all others tell together one column has to tell alone: the strongest honest one often comes close. */
const OUTWEIGHS = 1.2;
/** At most so many columns are asked, the strongest: each costs a fit. */
const MOST_ASKED = 3;

/** Looks for columns that know the answer. Rows are shuffled: a leak works at any time. Null when told to stop. */
export function findLeaks(ordered: TrainingTable, rules: CheckRules): FoundLeaks | null {
  const table: TrainingTable = { ...ordered, times: null };
  const order = randomNumbers(rules.seed).permutation(rowCount(table));
  const kind = measureKindOf(table.target);
  const base = baseOf(table.target);
  const skillOfGroups = (groups: ReturnType<typeof groupsToJudge>['all']): number => {
    const measured = measureScores(table.target, scoreAlone(groups, table.target, order));
    return measured === null ? 0 : skillOf(kind, measured.estimate, base);
  };
  const alone = new Map<string, number>();
  const signs = new Map<string, LeakSign[]>();
  for (const column of table.columns) {
    const groups = groupsToJudge(column);
    const skill = skillOfGroups(groups.all);
    alone.set(column.name, skill);
    const own: LeakSign[] = [];
    if (skill >= NEARLY_PERFECT) own.push({ kind: 'near-perfect', skill });
    const only = onlyWhenItHappened(column, groups, table.target);
    if (only !== null) own.push(only);
    const ofMarks = groups.marks === null ? 0 : skillOfGroups(groups.marks);
    if (ofMarks >= MISSING_TELLS) own.push({ kind: 'missing-tells', skill: ofMarks });
    signs.set(column.name, own);
  }
  const isOutdone = outweighing(table, alone, rules);
  if (isOutdone === null) return null;
  for (const [name, sign] of isOutdone) signs.get(name)?.push(sign);
  const suspects = table.columns.flatMap(({ name }) => {
    const own = signs.get(name) ?? [];
    return own.length > 0 ? [{ name, signs: own }] : [];
  });
  return { suspects, alone };
}

/** Columns that outweigh all others, or carry nearly all; null when told to stop. */
function outweighing(
  table: TrainingTable,
  alone: ReadonlyMap<string, number>,
  rules: CheckRules,
): readonly (readonly [string, LeakSign])[] | null {
  if (table.columns.length <= LEAST_OTHERS) return [];
  const kind = measureKindOf(table.target);
  const base = baseOf(table.target);
  const fold = splitOnce(table, rules.seed);
  const found: (readonly [string, LeakSign])[] = [];
  const asked = [...alone]
    .filter(([, skill]) => skill >= WORTH_ASKING)
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_ASKED);
  if (asked.length === 0) return [];
  for (const [name, skill] of asked) {
    const others: readonly Column[] = table.columns.filter((column) => column.name !== name);
    const heldOut = fitHeldOut({ ...table, columns: others }, 'boosting', fold, rules);
    if (heldOut === null) return null;
    const measured = measureScores(heldOut.kept.target, heldOut.scores);
    const othersSkill = measured === null ? 0 : skillOf(kind, measured.estimate, base);
    if (skill >= OUTWEIGHS * othersSkill)
      found.push([name, { kind: 'outweighs-others', alone: skill, others: othersSkill }]);
  }
  const whole = fitHeldOut(table, 'boosting', fold, rules);
  if (whole === null) return null;
  const weights = columnWeights(whole, randomNumbers(rules.seed));
  const total = weights.reduce((sum, { loss }) => sum + Math.max(0, loss.estimate), 0);
  const [heaviest] = weights;
  if (heaviest !== undefined && total > 0) {
    const share = heaviest.loss.estimate / total;
    const isStrong = (alone.get(heaviest.name) ?? 0) >= WORTH_ASKING;
    if (share >= NEARLY_ALL && isStrong) found.push([heaviest.name, { kind: 'carries-nearly-all', share }]);
  }
  return found;
}
