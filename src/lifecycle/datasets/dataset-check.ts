import type { CheckOutcome } from '../../platform/tables/tables.schema.ts';

/** A rule that every version of a data set should keep. The kinds are those of the Open Data Contract Standard. */
export type CheckRule =
  | { readonly kind: 'not-null'; readonly column: string }
  | { readonly kind: 'unique'; readonly columns: readonly string[] }
  | { readonly kind: 'range'; readonly column: string; readonly min: number | null; readonly max: number | null }
  | { readonly kind: 'accepted'; readonly column: string; readonly values: readonly string[] }
  | { readonly kind: 'freshness'; readonly column: string; readonly days: number }
  | { readonly kind: 'row-count'; readonly min: number | null; readonly max: number | null }
  | {
      readonly kind: 'foreign-key';
      readonly column: string;
      /** Another data set of the same initiative. */
      readonly datasetId: string;
      readonly otherColumn: string;
    }
  | { readonly kind: 'sql'; readonly sql: string };

/** A check in force, with what it found in a version. */
export interface DatasetCheck {
  readonly id: string;
  readonly name: string;
  readonly rule: CheckRule;
  readonly createdBy: string;
  readonly createdAt: Date;
  /** Null when it has not been looked at in this version. */
  readonly outcome: CheckOutcome | null;
}

/** A rule as a sentence: "tenure lies between 0 and 100". */
export function ruleInWords(rule: CheckRule): string {
  switch (rule.kind) {
    case 'not-null':
      return `${rule.column} is always filled in`;
    case 'unique':
      return `${rule.columns.join(' and ')} ${rule.columns.length === 1 ? 'names' : 'together name'} each row once`;
    case 'range':
      return `${rule.column} ${boundsInWords(rule, 'lies')}`;
    case 'accepted':
      return `${rule.column} is one of: ${rule.values.join(', ')}`;
    case 'freshness':
      return `the newest ${rule.column} is at most ${rule.days} ${rule.days === 1 ? 'day' : 'days'} old`;
    case 'row-count':
      return `the number of rows ${boundsInWords(rule, 'lies')}`;
    case 'foreign-key':
      return `each ${rule.column} is a ${rule.otherColumn} of the other data set`;
    case 'sql':
      return 'a statement of our own finds no row';
  }
}

function boundsInWords(
  { min, max }: { readonly min: number | null; readonly max: number | null },
  verb: string,
): string {
  const write = (value: number): string => value.toLocaleString('en-US');
  if (min !== null && max !== null) return `${verb} between ${write(min)} and ${write(max)}`;
  if (min !== null) return `is at least ${write(min)}`;
  return max === null ? 'has no bound' : `is at most ${write(max)}`;
}
