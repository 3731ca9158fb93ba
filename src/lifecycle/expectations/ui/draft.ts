import { type Claim, type ExpectationContent, expectationContentSchema } from '../expectation.ts';
import { type Condition, conditionSchema, type Segment } from '../segment.ts';

/** A condition while it is written; what its kind does not need is kept for when somebody changes their mind. */
export interface DraftCondition {
  /** Tells it from the others while they are written. */
  readonly id: number;
  readonly kind: Condition['kind'];
  readonly column: string;
  readonly value: number | null;
  readonly to: number | null;
  readonly words: readonly string[];
}

/** An expectation while it is written. Risks stand as people count them, of 100. */
export interface Draft {
  readonly datasetId: string;
  readonly target: string;
  readonly outcome: string | null;
  readonly kind: Claim['kind'];
  readonly segment: readonly DraftCondition[];
  /** Null: all others. */
  readonly against: readonly DraftCondition[] | null;
  readonly bound: 'at-least' | 'at-most';
  readonly times: number | null;
  readonly column: string;
  readonly never: 'raises' | 'lowers';
  readonly tolerance: number | null;
  readonly from: number | null;
  readonly to: number | null;
  readonly good: number | null;
}

/** What nobody has written yet. */
export const EMPTY_DRAFT: Draft = {
  datasetId: '',
  target: '',
  outcome: null,
  kind: 'comparison',
  segment: [],
  against: null,
  bound: 'at-least',
  times: 2,
  column: '',
  never: 'raises',
  tolerance: 1,
  from: null,
  to: null,
  good: null,
};

/** The expectation that a draft comes to; null while something is missing. */
export function contentOf(draft: Draft): ExpectationContent | null {
  const claim = claimOf(draft);
  if (claim === null) return null;
  const { datasetId, target, outcome } = draft;
  const parsed = expectationContentSchema.safeParse({ datasetId, target, outcome, claim });
  return parsed.success ? parsed.data : null;
}

function claimOf(draft: Draft): unknown {
  const { kind, column, never, bound, times, outcome } = draft;
  const unit = outcome === null ? 1 : 0.01;
  const inUnit = (value: number | null): number | null => (value === null ? null : exact(value * unit));
  const segment = segmentOf(draft.segment);
  if (segment === null) return null;
  switch (kind) {
    case 'comparison': {
      const against = draft.against === null ? null : segmentOf(draft.against);
      if (segment.length === 0 || (draft.against !== null && !against?.length)) return null;
      return { kind, group: segment, against, bound, times };
    }
    case 'direction':
      return { kind, column, never, tolerance: inUnit(draft.tolerance), segment };
    case 'invariance':
      return { kind, column, tolerance: inUnit(draft.tolerance), segment };
    case 'level':
      return { kind, segment, from: inUnit(draft.from), to: inUnit(draft.to) };
    case 'quality':
      return { kind, measure: outcome === null ? 'error' : 'order', bound: inUnit(draft.good), segment };
  }
}

/** 0.29 times 100 is no round number to a computer. */
function exact(value: number): number {
  return Number(value.toPrecision(12));
}

function segmentOf(conditions: readonly DraftCondition[]): Segment | null {
  const made: Condition[] = [];
  for (const { kind, column, value, to, words } of conditions) {
    const parsed = conditionSchema.safeParse({ kind, column, value, from: value, to, words });
    if (!parsed.success) return null;
    made.push(parsed.data);
  }
  return made;
}

/** A draft that begins with what was written before. */
export function draftOf({ datasetId, target, outcome, claim }: ExpectationContent): Draft {
  const unit = outcome === null ? 1 : 100;
  const shown = (value: number): number => exact(value * unit);
  const base: Draft = { ...EMPTY_DRAFT, datasetId, target, outcome, kind: claim.kind };
  switch (claim.kind) {
    case 'comparison': {
      const { group, against, bound, times } = claim;
      return {
        ...base,
        segment: group.map(draftCondition),
        against: against?.map(draftCondition) ?? null,
        bound,
        times,
      };
    }
    case 'direction':
      return {
        ...base,
        ...segmentIn(claim),
        column: claim.column,
        never: claim.never,
        tolerance: shown(claim.tolerance),
      };
    case 'invariance':
      return { ...base, ...segmentIn(claim), column: claim.column, tolerance: shown(claim.tolerance) };
    case 'level':
      return { ...base, ...segmentIn(claim), from: shown(claim.from), to: shown(claim.to) };
    case 'quality':
      return { ...base, ...segmentIn(claim), good: shown(claim.bound) };
  }
}

function segmentIn({ segment }: { readonly segment: Segment }): Pick<Draft, 'segment'> {
  return { segment: segment.map(draftCondition) };
}

function draftCondition(condition: Condition, id: number): DraftCondition {
  const { kind, column } = condition;
  const value = kind === 'over' || kind === 'under' ? condition.value : kind === 'between' ? condition.from : null;
  return {
    id,
    kind,
    column,
    value,
    to: kind === 'between' ? condition.to : null,
    words: kind === 'is' ? condition.words : [],
  };
}
