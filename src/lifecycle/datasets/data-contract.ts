import { stringify } from 'yaml';
import type { ColumnType } from '../../platform/tables/tables.schema.ts';
import type {
  ContractDocument,
  ContractLevel,
  ContractObject,
  ContractProperty,
  ContractQuality,
} from './contract-document.ts';
import { levelOf, qualityOfColumn, qualityOfTable, relationshipOf, type WrittenCheck } from './contract-quality.ts';
import {
  type ContractSurroundings,
  type FoundRule,
  ruleKey,
  ruleOfLevel,
  ruleOfQuality,
  ruleOfRelationship,
} from './contract-rules.ts';
import { type CheckRule, ruleInWords } from './dataset-check.ts';
import { type ColumnEntry, SENSITIVITY_NAME } from './dictionary.ts';
import {
  boundsOf,
  flagRules,
  keyRules,
  OWN_PROPERTIES,
  type OwnProperty,
  sensitivityOf,
  surroundingsOf,
  tableOfContract,
} from './read-contract.ts';

/** What a data contract is written from. */
export interface ContractParts {
  readonly id: string;
  readonly name: string;
  readonly question: string;
  readonly version: number;
  readonly columns: readonly { readonly name: string; readonly type: ColumnType; readonly isWhole: boolean }[];
  readonly entries: ReadonlyMap<string, ColumnEntry>;
  readonly target: string | null;
  readonly checks: readonly WrittenCheck[];
  /** Names of the other data sets, by their ids. */
  readonly otherNames: ReadonlyMap<string, string>;
  /** The contract that was brought for this data set, if any: what nothing here stands for is written as it stood. */
  readonly brought: ContractDocument | null;
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
 * quality. What the standard has no word for is a custom property. A contract that was brought is the ground on which this
 * is written: its parts stay in their own words as long as they say what is so.
 * Source: https://bitol-io.github.io/open-data-contract-standard/latest/
 */
export function dataContract(parts: ContractParts): string {
  const brought = parts.brought && tableOfContract(parts.brought, parts.name);
  const ground = brought?.kind === 'found' ? brought.object : { name: parts.name };
  const others = (parts.brought?.schema ?? []).filter((object) => object !== ground);
  const writing = writingOf(parts, ground);
  // Levels of service come first: what they say need not be said again below.
  const levels = levelsOf(writing, parts.brought?.slaProperties ?? [], ground.name);
  const contract = {
    ...parts.brought,
    apiVersion: 'v3.1.0',
    kind: 'DataContract',
    id: parts.brought?.id ?? parts.id,
    name: parts.brought?.name ?? parts.name,
    version: parts.brought?.version ?? `${parts.version}.0.0`,
    status: parts.brought?.status ?? 'active',
    description: parts.brought?.description ?? { purpose: parts.question },
    schema: [tableOf(writing, ground), ...others],
    ...levels,
  };
  return stringify(contract, { lineWidth: 120, aliasDuplicateObjects: false });
}

/** What is being written, with the checks that no part of the contract says yet. */
interface Writing {
  readonly parts: ContractParts;
  readonly around: ContractSurroundings;
  readonly left: Map<string, WrittenCheck>;
  readonly inForce: ReadonlyMap<string, WrittenCheck>;
  readonly keys: readonly CheckRule[];
}

function writingOf(parts: ContractParts, ground: ContractObject): Writing {
  const others = new Map([...parts.otherNames].map(([id, name]) => [name, id]));
  const table = { name: parts.name, columns: parts.columns.map(({ name }) => name), others };
  const around = surroundingsOf(ground, table);
  const inForce = new Map(parts.checks.map((check) => [ruleKey(check.rule), check]));
  return { parts, around, left: new Map(inForce), inForce, keys: keyRules(ground, around) };
}

/**
 * Keeps the parts of the ground that still say what is so: those that mean no check, and those whose check is in force.
 * A check that was removed takes its parts with it.
 */
function keep<P extends object>(
  writing: Writing,
  ground: readonly P[],
  read: (part: P) => FoundRule,
  named: (part: P, check: WrittenCheck) => P = (part) => part,
): readonly P[] {
  return ground.flatMap((part) => {
    const found = read(part);
    if (found.kind === 'none') return [part];
    const check = writing.inForce.get(ruleKey(found.rule));
    if (!check) return [];
    writing.left.delete(ruleKey(found.rule));
    return [named(part, check)];
  });
}

/** The parts that say the checks of a kind that nothing says yet. */
function add<P>(
  writing: Writing,
  write: (check: WrittenCheck) => readonly P[],
  isMeant: (rule: CheckRule) => boolean,
): readonly P[] {
  return [...writing.left].flatMap(([key, check]) => {
    const written = isMeant(check.rule) ? write(check) : [];
    if (written.length > 0) writing.left.delete(key);
    return written;
  });
}

/** A rule of the ground, under the name that its check has. */
function nameQuality(quality: ContractQuality, { name, rule }: WrittenCheck): ContractQuality {
  const isNamed = quality.name === undefined ? name === ruleInWords(rule) : quality.name.trim() === name;
  return isNamed ? quality : { ...quality, name };
}

function tableOf(writing: Writing, ground: ContractObject) {
  const { parts, around } = writing;
  const byColumn = new Map((ground.properties ?? []).map((property) => [around.columnOf(property.name), property]));
  const gone = (ground.properties ?? []).filter(({ name }) => around.columnOf(name) === null);
  const properties = parts.columns.map((column) => propertyOf(writing, column, byColumn.get(column.name)));
  const quality = [
    ...keep(writing, ground.quality ?? [], (one) => ruleOfQuality(one, null, around), nameQuality),
    ...add(writing, qualityOfTable, () => true),
  ];
  const { quality: _, ...rest } = ground;
  return {
    ...rest,
    logicalType: 'object',
    physicalType: ground.physicalType ?? 'table',
    properties: [...properties, ...gone],
    ...(quality.length > 0 ? { quality } : {}),
  };
}

function propertyOf(
  writing: Writing,
  { name, type, isWhole }: ContractParts['columns'][number],
  ground: ContractProperty = { name },
) {
  const { parts, around } = writing;
  const isOfColumn = (rule: CheckRule): boolean => 'column' in rule && rule.column === name;
  const entry = parts.entries.get(name);
  const flags = flagsOf(writing, ground, name);
  const bounds = boundsKept(writing, ground, name, entry);
  const quality = [
    ...keep(writing, ground.quality ?? [], (one) => ruleOfQuality(one, name, around), nameQuality),
    ...add(writing, qualityOfColumn, isOfColumn),
  ];
  const relationships = [
    ...keep(writing, ground.relationships ?? [], (one) => ruleOfRelationship(one, name, around)),
    ...add(writing, (check) => relationshipOf(check, (id) => parts.otherNames.get(id) ?? id), isOfColumn),
  ];
  const customProperties = customOf(parts, ground, name, bounds.isKept ? undefined : entry);
  const { required: _r, unique: _u, primaryKey: _p, description: _d, classification: _c, ...rest } = ground;
  const { quality: _q, relationships: _s, customProperties: _m, logicalTypeOptions: _o, ...others } = rest;
  return {
    ...others,
    logicalType: ground.logicalType ?? (type === 'number' && isWhole ? 'integer' : LOGICAL_TYPE[type]),
    ...wordsOf(ground, entry),
    ...flags,
    ...(bounds.options && Object.keys(bounds.options).length > 0 ? { logicalTypeOptions: bounds.options } : {}),
    ...(quality.length > 0 ? { quality } : {}),
    ...(relationships.length > 0 ? { relationships } : {}),
    ...(customProperties.length > 0 ? { customProperties } : {}),
  };
}

/** Description and classification: those of the ground where they mean the same as ours, or nothing of ours. */
function wordsOf(ground: ContractProperty, entry: ColumnEntry | undefined) {
  const meaning = entry?.meaning ?? null;
  const isSaid = ground.description !== undefined && (meaning === null || ground.description.trim() === meaning);
  const description = isSaid ? ground.description : meaning;
  const sensitivity = entry?.sensitivity ?? null;
  const known = ground.classification === undefined ? undefined : sensitivityOf(ground.classification);
  const classification =
    known === sensitivity || (known === null && sensitivity === null)
      ? ground.classification
      : sensitivity && SENSITIVITY_NAME[sensitivity];
  return {
    ...(description ? { description } : {}),
    ...(classification ? { classification } : {}),
  };
}

/** The flags of a column that are so. A flag says its check only where that has no name of its own. */
function flagsOf({ inForce, left, keys }: Writing, ground: ContractProperty, column: string) {
  const holds = (rule: CheckRule): boolean => inForce.has(ruleKey(rule));
  const isRequired = holds({ kind: 'not-null', column });
  const isUnique = holds({ kind: 'unique', columns: [column] });
  const isKey = ground.primaryKey === true && keys.every(holds);
  for (const rule of [...flagRules(ground, column), ...(isKey ? keys : [])]) {
    const check = left.get(ruleKey(rule));
    if (check && rule.kind !== 'range' && check.name === ruleInWords(check.rule)) left.delete(ruleKey(rule));
  }
  return {
    ...(isKey || ground.primaryKey === false ? { primaryKey: ground.primaryKey } : {}),
    ...(isRequired ? { required: true } : ground.required === false ? { required: false } : {}),
    ...(isUnique ? { unique: true } : ground.unique === false ? { unique: false } : {}),
  };
}

/** The bounds in the type of a column are kept where dictionary and check both say the same; else both say it themselves. */
function boundsKept(
  { left }: Writing,
  ground: ContractProperty,
  column: string,
  entry: ColumnEntry | undefined,
): { readonly isKept: boolean; readonly options: Readonly<Record<string, unknown>> | undefined } {
  const bounds = boundsOf(ground);
  const options = ground.logicalTypeOptions;
  if (!bounds) return { isKept: false, options };
  const check = left.get(ruleKey({ kind: 'range', column, ...bounds }));
  const isSame = (entry?.min ?? null) === bounds.min && (entry?.max ?? null) === bounds.max;
  if (check && isSame && check.name === ruleInWords(check.rule)) {
    left.delete(ruleKey(check.rule));
    return { isKept: true, options };
  }
  const { minimum: _min, maximum: _max, ...others } = options ?? {};
  return { isKept: false, options: others };
}

/** The custom properties: ours anew, those of others as they stood. @param bounded the entry whose bounds are written. */
function customOf(
  parts: ContractParts,
  ground: ContractProperty,
  name: string,
  bounded: ColumnEntry | undefined,
): readonly { readonly property: string; readonly value?: unknown }[] {
  const entry = parts.entries.get(name);
  const values: Readonly<Record<OwnProperty, string | number | boolean | null | undefined>> = {
    unit: entry?.unit,
    owner: entry?.owner,
    minimum: bounded?.min,
    maximum: bounded?.max,
    actionable: entry?.isActionable,
    label: name === parts.target ? true : null,
  };
  const before = ground.customProperties ?? [];
  const added = OWN_PROPERTIES.filter((own) => before.every(({ property }) => property !== own));
  const all = [...before, ...added.map((property) => ({ property, value: undefined }))];
  return all.flatMap((custom) => {
    const own = OWN_PROPERTIES.find((one) => one === custom.property);
    if (own === undefined) return [custom];
    const value = values[own];
    return value == null ? [] : [{ ...custom, value }];
  });
}

function levelsOf(writing: Writing, ground: readonly ContractLevel[], table: string) {
  const levels = [
    ...keep(writing, ground, (level) => ruleOfLevel(level, writing.around)),
    ...add(
      writing,
      (check) => levelOf(check, table),
      () => true,
    ),
  ];
  return { slaProperties: levels.length > 0 ? levels : undefined };
}
