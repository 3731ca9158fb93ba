import { formatPlural } from '../../words/index.ts';
import type { ContractDocument, ContractObject, ContractProperty } from './contract-document.ts';
import { CONTRACT_LIMITS } from './contract-limits.ts';
import {
  type ContractSurroundings,
  type FoundRule,
  ruleKey,
  ruleOfLevel,
  ruleOfQuality,
  ruleOfRelationship,
} from './contract-rules.ts';
import { type CheckRule, ruleInWords } from './dataset-check.ts';
import { type ColumnEntry, SENSITIVITIES, SENSITIVITY_NAME, type Sensitivity } from './dictionary.ts';

/** The data set that a contract is read for. */
export interface ContractTable {
  readonly name: string;
  readonly columns: readonly string[];
  /** Ids of the other data sets of the initiative, by their names. */
  readonly others: ReadonlyMap<string, string>;
}

/** What a contract says of a column that belongs into the dictionary; what it does not say is absent. */
export type SaidOfColumn = Pick<ColumnEntry, 'name'> & Partial<Omit<ColumnEntry, 'name'>>;

/** Something of a contract that is kept as it is written and has no effect here, with the reason. */
export interface ContractNote {
  readonly where: string;
  readonly why: string;
}

/** What a contract says of a data set. */
export interface ReadContract {
  readonly columns: readonly SaidOfColumn[];
  readonly checks: readonly { readonly name: string; readonly rule: CheckRule }[];
  readonly notes: readonly ContractNote[];
  /** Parts of the contract that nothing here stands for; they are kept, and written again. */
  readonly kept: readonly string[];
}

/** The table of a contract that a data set is, or why none can be told. */
export function tableOfContract(
  { schema }: ContractDocument,
  name: string,
): { readonly kind: 'found'; readonly object: ContractObject } | { readonly kind: 'none'; readonly why: string } {
  const wanted = name.toLowerCase();
  const named = schema.find(
    (object) => object.name.toLowerCase() === wanted || object.physicalName?.toLowerCase() === wanted,
  );
  const object = named ?? (schema.length === 1 ? schema[0] : undefined);
  if (object) return { kind: 'found', object };
  const names = schema.slice(0, 10).map((one) => `"${one.name}"`);
  return { kind: 'none', why: `It describes ${names.join(', ')}, and none of them is called "${name}".` };
}

/** What the names of a contract mean for a data set. */
export function surroundingsOf(object: ContractObject, table: ContractTable): ContractSurroundings {
  const others = new Map([...table.others].map(([name, id]) => [name.toLowerCase(), id]));
  return {
    tableNames: [object.name, object.physicalName ?? object.name, table.name],
    columnOf: (name) => columnOf(object, table, name),
    otherOf: (name) => others.get(name.toLowerCase()) ?? null,
  };
}

function columnOf(object: ContractObject, { columns }: ContractTable, name: string): string | null {
  const property = (object.properties ?? []).find((one) => one.name === name);
  const names = [name, ...(property?.physicalName === undefined ? [] : [property.physicalName])];
  for (const one of names) {
    const exact = columns.find((column) => column === one);
    const near = exact ?? columns.find((column) => column.toLowerCase() === one.toLowerCase());
    if (near !== undefined) return near;
  }
  return null;
}

/** Reads what a contract says of a data set: words for its dictionary, rules for its checks, and what is only kept. */
export function readContract(document: ContractDocument, object: ContractObject, table: ContractTable): ReadContract {
  const around = surroundingsOf(object, table);
  const notes: ContractNote[] = [];
  const checks = new Map<string, { readonly name: string; readonly rule: CheckRule }>();
  const columns: SaidOfColumn[] = [];
  const add = (where: string, name: string | undefined, found: FoundRule): void => {
    if (found.kind === 'none') {
      notes.push({ where, why: found.why });
      return;
    }
    const key = ruleKey(found.rule);
    const title = name?.trim().slice(0, CONTRACT_LIMITS.nameChars);
    // What was given a name of its own goes before a flag that says the same.
    if (!checks.has(key) || title) checks.set(key, { name: title || ruleInWords(found.rule), rule: found.rule });
  };
  for (const property of object.properties ?? []) {
    const column = around.columnOf(property.name);
    if (column === null) {
      notes.push({ where: `Column ${property.name}`, why: 'the newest version of the table has no such column' });
      continue;
    }
    for (const rule of flagRules(property, column)) add(`Column ${column}`, undefined, { kind: 'rule', rule });
    for (const quality of property.quality ?? []) {
      add(`Rule of ${column}`, quality.name, ruleOfQuality(quality, column, around));
    }
    for (const relationship of property.relationships ?? []) {
      add(`Relationship of ${column}`, undefined, ruleOfRelationship(relationship, column, around));
    }
    const said = saidOf(property, column, notes);
    if (Object.keys(said).length > 1) columns.push(said);
  }
  for (const rule of keyRules(object, around)) add('The key of the table', undefined, { kind: 'rule', rule });
  for (const quality of object.quality ?? [])
    add('Rule of the table', quality.name, ruleOfQuality(quality, null, around));
  for (const level of document.slaProperties ?? []) {
    add(`Level of service "${level.property}"`, undefined, ruleOfLevel(level, around));
  }
  return { columns, checks: [...checks.values()], notes, kept: keptParts(document, object) };
}

/** The rules that the flags and bounds of a column mean. */
export function flagRules(property: ContractProperty, column: string): readonly CheckRule[] {
  const bounds = boundsOf(property);
  return [
    ...(property.required === true ? [{ kind: 'not-null', column } as const] : []),
    ...(property.unique === true ? [{ kind: 'unique', columns: [column] } as const] : []),
    ...(bounds ? [{ kind: 'range', column, ...bounds } as const] : []),
  ];
}

/** The rules that the key of a table means: its columns are filled in, and together name each row once. */
export function keyRules(object: ContractObject, around: ContractSurroundings): readonly CheckRule[] {
  const keys = (object.properties ?? [])
    .filter(({ primaryKey }) => primaryKey === true)
    .sort((a, b) => (a.primaryKeyPosition ?? 0) - (b.primaryKeyPosition ?? 0))
    .map(({ name }) => around.columnOf(name));
  const columns = keys.filter((column) => column !== null);
  if (columns.length === 0 || columns.length < keys.length) return [];
  return [...columns.map((column) => ({ kind: 'not-null', column }) as const), { kind: 'unique', columns }];
}

/** The smallest and largest value that a column may have, where its type says so in numbers. */
export function boundsOf({
  logicalType,
  logicalTypeOptions: options,
}: ContractProperty): { readonly min: number | null; readonly max: number | null } | null {
  if (!options || !/^(number|integer)$/.test(logicalType ?? '')) return null;
  const min = typeof options.minimum === 'number' ? options.minimum : null;
  const max = typeof options.maximum === 'number' ? options.maximum : null;
  return min === null && max === null ? null : { min, max };
}

/** The words of the standard's examples that mean one of ours. */
const OTHER_CLASSIFICATIONS: Readonly<Record<string, Sensitivity>> = { public: 'open', pii: 'personal' };

/** How carefully a column has to be handled by its classification; null where that is a word that we do not know. */
export function sensitivityOf(classification: string): Sensitivity | null {
  const word = classification.trim().toLowerCase();
  const own = SENSITIVITIES.find((one) => one === word || SENSITIVITY_NAME[one].toLowerCase() === word);
  return own ?? OTHER_CLASSIFICATIONS[word] ?? null;
}

/** The properties of our own that a contract carries for a column. */
export const OWN_PROPERTIES = ['unit', 'owner', 'minimum', 'maximum', 'label', 'actionable'] as const;

/** A property of our own. */
export type OwnProperty = (typeof OWN_PROPERTIES)[number];

/** A property of our own of a column; undefined where the contract has none. */
function customOf({ customProperties }: ContractProperty, name: OwnProperty): unknown {
  return customProperties?.find(({ property }) => property === name)?.value;
}

function saidOf(property: ContractProperty, column: string, notes: ContractNote[]): SaidOfColumn {
  const meaning = property.description?.trim();
  const isLong = (meaning?.length ?? 0) > CONTRACT_LIMITS.meaningChars;
  if (isLong) {
    notes.push({
      where: `Column ${column}`,
      why: `its description has more than ${CONTRACT_LIMITS.meaningChars} characters`,
    });
  }
  const sensitivity = property.classification === undefined ? undefined : sensitivityOf(property.classification);
  if (sensitivity === null) {
    notes.push({ where: `Column ${column}`, why: `its classification "${property.classification}" is none of ours` });
  }
  const bounds = boundsOf(property);
  const [min, max] = [customOf(property, 'minimum') ?? bounds?.min, customOf(property, 'maximum') ?? bounds?.max];
  const [unit, owner] = [customOf(property, 'unit'), customOf(property, 'owner')];
  const isActionable = customOf(property, 'actionable');
  return {
    name: column,
    ...(meaning && !isLong ? { meaning } : {}),
    ...(sensitivity ? { sensitivity } : {}),
    ...(isWords(unit, 60) ? { unit: unit.trim() } : {}),
    ...(isWords(owner, 200) ? { owner: owner.trim() } : {}),
    ...(typeof min === 'number' && Number.isFinite(min) ? { min } : {}),
    ...(typeof max === 'number' && Number.isFinite(max) ? { max } : {}),
    ...(typeof isActionable === 'boolean' ? { isActionable } : {}),
  };
}

function isWords(value: unknown, chars: number): value is string {
  return typeof value === 'string' && value.trim() !== '' && value.trim().length <= chars;
}

const READ_OF_DOCUMENT = new Set(['apiVersion', 'kind', 'id', 'name', 'version', 'status', 'schema', 'slaProperties']);
const READ_OF_OBJECT = new Set(['name', 'physicalName', 'logicalType', 'physicalType', 'properties', 'quality']);
const READ_OF_PROPERTY = new Set([
  'name',
  'physicalName',
  'description',
  'logicalType',
  'physicalType',
  'classification',
  'required',
  'unique',
  'primaryKey',
  'primaryKeyPosition',
  'quality',
  'relationships',
]);
const READ_OF_OPTIONS = new Set(['minimum', 'maximum']);

/** The parts that nothing here stands for, each named once: "servers", "tags of 3 columns". */
function keptParts(document: ContractDocument, object: ContractObject): readonly string[] {
  const others = document.schema.filter((one) => one !== object).map(({ name }) => `the table ${name}`);
  const ofColumns = new Map<string, number>();
  for (const property of object.properties ?? []) {
    const options = Object.keys(property.logicalTypeOptions ?? {}).filter((key) => !READ_OF_OPTIONS.has(key));
    const own: readonly string[] = OWN_PROPERTIES;
    const custom = (property.customProperties ?? []).filter((one) => !own.includes(one.property));
    const keys = Object.keys(property).filter(
      (key) => !READ_OF_PROPERTY.has(key) && key !== 'logicalTypeOptions' && key !== 'customProperties',
    );
    for (const key of new Set([...keys, ...options, ...custom.map((one) => one.property)])) {
      ofColumns.set(key, (ofColumns.get(key) ?? 0) + 1);
    }
  }
  return [
    ...Object.keys(document).filter((key) => !READ_OF_DOCUMENT.has(key)),
    ...others,
    ...Object.keys(object).flatMap((key) => (READ_OF_OBJECT.has(key) ? [] : [`${key} of the table`])),
    ...[...ofColumns].map(([key, count]) => `${key} of ${formatPlural(count, 'column', 'columns')}`),
  ];
}
