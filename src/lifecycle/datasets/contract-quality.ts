import type { ContractLevel, ContractQuality, ContractRelationship } from './contract-document.ts';
import type { CheckRule } from './dataset-check.ts';

/** A check that is written into a contract. */
export interface WrittenCheck {
  readonly name: string;
  readonly rule: CheckRule;
}

/** A check as a rule of quality of its column; none where it is no rule of a single column. */
export function qualityOfColumn({ name, rule }: WrittenCheck): readonly ContractQuality[] {
  if (rule.kind === 'not-null') return [{ name, type: 'library', metric: 'nullValues', mustBe: 0 }];
  if (rule.kind === 'accepted') {
    return [
      { name, type: 'library', metric: 'invalidValues', arguments: { validValues: [...rule.values] }, mustBe: 0 },
    ];
  }
  if (rule.kind !== 'range') return [];
  const column = `"${rule.column.replaceAll('"', '""')}"`;
  const outside = [
    ...(rule.min === null ? [] : [`${column} < ${rule.min}`]),
    ...(rule.max === null ? [] : [`${column} > ${rule.max}`]),
  ].join(' OR ');
  return [{ name, type: 'sql', query: `SELECT COUNT(*) FROM data WHERE ${outside}`, mustBe: 0 }];
}

/** A check as a rule of quality of the whole table; none where it is no such rule. */
export function qualityOfTable({ name, rule }: WrittenCheck): readonly ContractQuality[] {
  if (rule.kind === 'unique') {
    return [
      { name, type: 'library', metric: 'duplicateValues', arguments: { properties: [...rule.columns] }, mustBe: 0 },
    ];
  }
  if (rule.kind === 'row-count') return [{ name, type: 'library', metric: 'rowCount', ...boundsOfRows(rule) }];
  if (rule.kind !== 'sql') return [];
  return [{ name, type: 'sql', query: `SELECT COUNT(*) FROM (${rule.sql.trim().replace(/;\s*$/, '')})`, mustBe: 0 }];
}

function boundsOfRows({ min, max }: { readonly min: number | null; readonly max: number | null }) {
  if (min !== null && max !== null) return min === max ? { mustBe: min } : { mustBeBetween: [min, max] };
  return min === null ? { mustBeLessOrEqualTo: max } : { mustBeGreaterOrEqualTo: min };
}

/** A check as a relationship of its column; none where it leads to no other table. @param nameOf another data set. */
export function relationshipOf(
  { rule }: WrittenCheck,
  nameOf: (id: string) => string,
): readonly ContractRelationship[] {
  if (rule.kind !== 'foreign-key') return [];
  return [{ type: 'foreignKey', to: `${nameOf(rule.datasetId)}.${rule.otherColumn}` }];
}

/** A check as a level of service: how fresh a table has to be is one in the standard, and no rule of quality. */
export function levelOf({ rule }: WrittenCheck, table: string): readonly ContractLevel[] {
  if (rule.kind !== 'freshness') return [];
  return [{ property: 'latency', value: rule.days, unit: 'd', element: `${table}.${rule.column}` }];
}
