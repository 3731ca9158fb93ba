import { stringify } from 'yaml';
import type { ColumnType } from '../../platform/tables/tables.schema.ts';
import type { CheckRule } from './dataset-check.ts';
import { type ColumnEntry, SENSITIVITY_NAME } from './dictionary.ts';

/** What a data contract is written from. */
export interface ContractParts {
  readonly id: string;
  readonly name: string;
  readonly question: string;
  readonly version: number;
  readonly columns: readonly { readonly name: string; readonly type: ColumnType; readonly isWhole: boolean }[];
  readonly entries: ReadonlyMap<string, ColumnEntry>;
  readonly target: string | null;
  readonly checks: readonly { readonly name: string; readonly rule: CheckRule }[];
  /** Names of the other data sets, by their ids. */
  readonly otherNames: ReadonlyMap<string, string>;
}

const LOGICAL_TYPE = {
  number: 'number',
  'yes-no': 'boolean',
  time: 'timestamp',
  text: 'string',
  id: 'string',
} as const;

/**
 * A data set as a contract of the Open Data Contract Standard 3.1: its columns with what they mean, and its checks as rules of
 * quality. What the standard has no word for is a custom property.
 * Source: https://bitol-io.github.io/open-data-contract-standard/latest/
 */
export function dataContract(parts: ContractParts): string {
  const ofTable = parts.checks.flatMap(({ name, rule }) => tableQuality(name, rule));
  const contract = {
    apiVersion: 'v3.1.0',
    kind: 'DataContract',
    id: parts.id,
    name: parts.name,
    version: `${parts.version}.0.0`,
    status: 'active',
    description: { purpose: parts.question },
    schema: [
      {
        name: parts.name,
        logicalType: 'object',
        physicalType: 'table',
        properties: parts.columns.map((column) => property(parts, column)),
        ...(ofTable.length > 0 ? { quality: ofTable } : {}),
      },
    ],
    ...slaOf(parts),
  };
  return stringify(contract, { lineWidth: 120 });
}

function property(parts: ContractParts, { name, type, isWhole }: ContractParts['columns'][number]) {
  const entry = parts.entries.get(name);
  const rules = parts.checks.filter(({ rule }) => 'column' in rule && rule.column === name);
  const quality = rules.flatMap(({ name: title, rule }) => columnQuality(title, rule));
  const keys = rules.flatMap(({ rule }) => (rule.kind === 'foreign-key' ? [rule] : []));
  const isUnique = parts.checks.some(
    ({ rule }) => rule.kind === 'unique' && rule.columns.length === 1 && rule.columns[0] === name,
  );
  const custom = [
    ...(entry?.unit ? [{ property: 'unit', value: entry.unit }] : []),
    ...(entry?.owner ? [{ property: 'owner', value: entry.owner }] : []),
    ...(entry?.min == null ? [] : [{ property: 'minimum', value: entry.min }]),
    ...(entry?.max == null ? [] : [{ property: 'maximum', value: entry.max }]),
    ...(name === parts.target ? [{ property: 'label', value: true }] : []),
  ];
  return {
    name,
    logicalType: type === 'number' && isWhole ? 'integer' : LOGICAL_TYPE[type],
    ...(entry?.meaning ? { description: entry.meaning } : {}),
    ...(entry?.sensitivity ? { classification: SENSITIVITY_NAME[entry.sensitivity] } : {}),
    ...(rules.some(({ rule }) => rule.kind === 'not-null') ? { required: true } : {}),
    ...(isUnique ? { unique: true } : {}),
    ...(quality.length > 0 ? { quality } : {}),
    ...(keys.length > 0
      ? {
          relationships: keys.map((key) => ({
            type: 'foreignKey',
            to: `${otherName(parts, key.datasetId)}.${key.otherColumn}`,
          })),
        }
      : {}),
    ...(custom.length > 0 ? { customProperties: custom } : {}),
  };
}

const otherName = (parts: ContractParts, id: string): string => parts.otherNames.get(id) ?? id;

function columnQuality(name: string, rule: CheckRule): readonly object[] {
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

function tableQuality(name: string, rule: CheckRule): readonly object[] {
  if (rule.kind === 'unique') {
    return [
      { name, type: 'library', metric: 'duplicateValues', arguments: { properties: [...rule.columns] }, mustBe: 0 },
    ];
  }
  if (rule.kind === 'row-count') {
    const { min, max } = rule;
    const bounds =
      min !== null && max !== null
        ? { mustBeBetween: [min, max] }
        : min !== null
          ? { mustBeGreaterOrEqualTo: min }
          : { mustBeLessOrEqualTo: max };
    return [{ name, type: 'library', metric: 'rowCount', ...bounds }];
  }
  if (rule.kind !== 'sql') return [];
  return [{ name, type: 'sql', query: `SELECT COUNT(*) FROM (${rule.sql.trim().replace(/;\s*$/, '')})`, mustBe: 0 }];
}

/** How fresh the table has to be is a level of service in the standard, and no rule of quality. */
function slaOf({ name, checks }: ContractParts) {
  const levels = checks.flatMap(({ rule }) =>
    rule.kind === 'freshness'
      ? [{ property: 'latency', value: rule.days, unit: 'd', element: `${name}.${rule.column}` }]
      : [],
  );
  return levels.length > 0 ? { slaProperties: levels } : {};
}
