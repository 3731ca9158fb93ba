import type { ContractLevel, ContractQuality, ContractRelationship } from './contract-document.ts';
import type { CheckRule } from './dataset-check.ts';

/** What the rules of a contract are read against. */
export interface ContractSurroundings {
  /** The names under which the contract speaks of this table. */
  readonly tableNames: readonly string[];
  /** The column that a name of the contract means; null when the table has none. */
  readonly columnOf: (name: string) => string | null;
  /** The other data set that a name means; null when the initiative has none of that name. */
  readonly otherOf: (name: string) => string | null;
}

/** A rule that a check can keep an eye on, or why there is none. */
export type FoundRule =
  | { readonly kind: 'rule'; readonly rule: CheckRule }
  | { readonly kind: 'none'; readonly why: string };

/** Rules that say the same have the same key. */
export function ruleKey(rule: CheckRule): string {
  return JSON.stringify(Object.entries(rule).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * The check that a rule of quality means. Metrics and operators as in the Open Data Contract Standard 3.1:
 * https://bitol-io.github.io/open-data-contract-standard/v3.1.0/data-quality/
 * @param column of the table, where the rule stands at one.
 */
export function ruleOfQuality(
  quality: ContractQuality,
  column: string | null,
  around: ContractSurroundings,
): FoundRule {
  if (quality.type === 'text') return none('it is a sentence for people, and no program can look at it');
  if (quality.type === 'custom') return none(`it is written for another program (${quality.engine ?? 'not named'})`);
  const demand = demandOf(quality);
  if (demand === null) return none('it does not say with exactly one number what must be');
  if (quality.type === 'sql') return ruleOfQuery(quality.query, demand, column);
  const metric = quality.metric ?? quality.rule;
  if (metric === 'rowCount') return column === null ? ruleOfRowCount(demand) : none('it counts rows at a column');
  if (!isNone(demand, quality.unit)) return none('it allows some rows that break it; a check here allows none');
  switch (metric) {
    case 'nullValues':
      return column === null ? none('it names no column') : found({ kind: 'not-null', column });
    case 'missingValues':
      return ruleOfMissing(quality, column);
    case 'invalidValues':
      return ruleOfValid(quality, column);
    case 'duplicateValues':
      return ruleOfDuplicates(quality, column, around);
    default:
      return none(`the measure "${metric ?? 'not named'}" is none of the standard's`);
  }
}

/** The check that a relationship of a column means. */
export function ruleOfRelationship(
  { type, to }: ContractRelationship,
  column: string,
  around: ContractSurroundings,
): FoundRule {
  if (type !== undefined && type !== 'foreignKey') return none(`relationships of the type "${type}" are not looked at`);
  const target = typeof to === 'string' ? /^(?:schema\/)?(.+?)[./](?:properties\/)?([^./]+)$/.exec(to) : null;
  const [, table, otherColumn] = target ?? [];
  if (table === undefined || otherColumn === undefined) return none('it leads to more than one column, or to none');
  const datasetId = around.otherOf(table);
  if (datasetId === null) return none(`this initiative has no other data set called "${table}"`);
  return found({ kind: 'foreign-key', column, datasetId, otherColumn });
}

const DAYS_OF_UNIT: Readonly<Record<string, number>> = {
  d: 1,
  day: 1,
  days: 1,
  h: 1 / 24,
  hour: 1 / 24,
  hours: 1 / 24,
  w: 7,
  week: 7,
  weeks: 7,
};

/** The check that a level of service means: how old the newest row may be. */
export function ruleOfLevel(level: ContractLevel, around: ContractSurroundings): FoundRule {
  const { property, value, unit, element } = level;
  if (!/^(latency|ly|freshness)$/i.test(property)) return none(`"${property}" is agreed between people`);
  const days = DAYS_OF_UNIT[(unit ?? 'd').toLowerCase()];
  if (typeof value !== 'number' || !(value > 0) || days === undefined) {
    return none('it does not say in hours, days or weeks how old the newest row may be');
  }
  const column = columnOfElement(element ?? '', around);
  if (column === null) return none('it does not name a column of this table');
  return found({ kind: 'freshness', column, days: value * days });
}

function columnOfElement(element: string, around: ContractSurroundings): string | null {
  for (const table of around.tableNames) {
    if (element.startsWith(`${table}.`)) return around.columnOf(element.slice(table.length + 1));
  }
  return around.columnOf(element);
}

const OPERATORS = {
  mustBe: '=',
  mustNotBe: '<>',
  mustBeGreaterThan: '>',
  mustBeGreaterOrEqualTo: '>=',
  mustBeLessThan: '<',
  mustBeLessOrEqualTo: '<=',
} as const;
const RANGES = { mustBeBetween: '', mustNotBeBetween: 'not ' } as const;

type Demand =
  | { readonly operator: keyof typeof OPERATORS; readonly value: number }
  | { readonly operator: keyof typeof RANGES; readonly value: readonly [number, number] };

/** What must be, where exactly one operator says so with numbers. */
function demandOf(quality: ContractQuality): Demand | null {
  const demands: Demand[] = [];
  for (const operator of keysOf(OPERATORS)) {
    const value = quality[operator];
    if (value === undefined) continue;
    if (typeof value !== 'number') return null;
    demands.push({ operator, value });
  }
  for (const operator of keysOf(RANGES)) {
    const value = quality[operator];
    if (value === undefined) continue;
    const [from, to] = Array.isArray(value) ? value : [];
    if (typeof from !== 'number' || typeof to !== 'number') return null;
    demands.push({ operator, value: [from, to] });
  }
  return demands.length === 1 ? (demands[0] ?? null) : null;
}

function keysOf<T extends object>(table: T): (keyof T & string)[] {
  return Object.keys(table) as (keyof T & string)[];
}

/** Whether a demand on a count of bad rows lets none through. */
function isNone({ operator, value }: Demand, unit: string | undefined): boolean {
  if ((operator === 'mustBe' || operator === 'mustBeLessOrEqualTo') && value === 0) return true;
  return operator === 'mustBeLessThan' && unit !== 'percent' && typeof value === 'number' && value > 0 && value <= 1;
}

function ruleOfRowCount({ operator, value }: Demand): FoundRule {
  const between = (min: number | null, max: number | null): FoundRule => {
    const isCount = [min, max].every((bound) => bound === null || (Number.isSafeInteger(bound) && bound >= 0));
    return isCount ? found({ kind: 'row-count', min, max }) : none('its bounds are no numbers of rows');
  };
  switch (operator) {
    case 'mustBe':
      return between(value, value);
    case 'mustBeBetween':
      return between(value[0], value[1]);
    case 'mustBeGreaterThan':
      return between(Math.floor(value) + 1, null);
    case 'mustBeGreaterOrEqualTo':
      return between(Math.ceil(value), null);
    case 'mustBeLessThan':
      return between(null, Math.ceil(value) - 1);
    case 'mustBeLessOrEqualTo':
      return between(null, Math.floor(value));
    default:
      return none('a check looks for a number of rows within bounds, not outside of them');
  }
}

function ruleOfMissing(quality: ContractQuality, column: string | null): FoundRule {
  if (column === null) return none('it names no column');
  const marks = quality.arguments?.missingValues;
  const isUsual = marks === undefined || (Array.isArray(marks) && marks.every((mark) => mark === null || mark === ''));
  return isUsual
    ? found({ kind: 'not-null', column })
    : none('which words mean a gap is said where the column is read, and not in a check');
}

function ruleOfValid(quality: ContractQuality, column: string | null): FoundRule {
  const values = quality.arguments?.validValues;
  if (column === null) return none('it names no column');
  if (!Array.isArray(values) || values.length === 0) return none('it does not list the values that are valid');
  if (quality.arguments?.pattern !== undefined) return none('it asks for a pattern besides its values');
  const words = values.filter((value) => value !== null).map(String);
  return words.length > 500
    ? none('it lists more than 500 values')
    : found({ kind: 'accepted', column, values: words });
}

function ruleOfDuplicates(quality: ContractQuality, column: string | null, around: ContractSurroundings): FoundRule {
  if (column !== null) return found({ kind: 'unique', columns: [column] });
  const names = quality.arguments?.properties;
  if (!Array.isArray(names) || names.length === 0) return none('it does not say over which columns');
  const columns = names.map((name) => (typeof name === 'string' ? around.columnOf(name) : null));
  const known = columns.filter((name) => name !== null);
  return known.length === columns.length
    ? found({ kind: 'unique', columns: known })
    : none('it names a column that the table does not have');
}

/** The table under which checks of our own find the rows. */
const TABLE = 'data';

function ruleOfQuery(query: string | undefined, demand: Demand, column: string | null): FoundRule {
  if (query === undefined || query.trim() === '') return none('it has no statement');
  const quoted = column === null ? null : `"${column.replaceAll('"', '""')}"`;
  const filled = query
    .replaceAll(/\$?\{(?:object|table)\}/g, TABLE)
    .replaceAll(/\$?\{(?:property|column)\}/g, (mark) => quoted ?? mark)
    .trim()
    .replace(/;\s*$/, '');
  if (isNone(demand, undefined) && demand.operator === 'mustBe') {
    const range = quoted === null ? null : rangeIn(filled, quoted);
    if (range && column !== null) return found({ kind: 'range', column, ...range });
    const inner = /^SELECT COUNT\(\*\) FROM \(([\s\S]+)\)$/.exec(filled)?.[1];
    if (inner !== undefined && isBalanced(inner)) return found({ kind: 'sql', sql: inner });
  }
  // A check of ours finds the rows that break it: here the one number, when it is not what it must be.
  const sql = `select value from (\n${filled}\n) as found(value) where (${conditionOf(demand)}) is not true`;
  return sql.length > 10_000 ? none('its statement is too long') : found({ kind: 'sql', sql });
}

function conditionOf(demand: Demand): string {
  const { operator, value } = demand;
  if (operator === 'mustBeBetween' || operator === 'mustNotBeBetween') {
    return `value ${RANGES[operator]}between ${value[0]} and ${value[1]}`;
  }
  return `value ${OPERATORS[operator]} ${String(value)}`;
}

/** The bounds of a statement that counts what lies outside of them, as we write it; null when it is another one. */
function rangeIn(query: string, quoted: string): { readonly min: number | null; readonly max: number | null } | null {
  const start = `SELECT COUNT(*) FROM ${TABLE} WHERE `;
  if (!query.startsWith(start)) return null;
  const parts = query.slice(start.length).split(' OR ');
  const bound = (sign: string): number | null => {
    const part = parts.find((one) => one.startsWith(`${quoted} ${sign} `));
    const value = part === undefined ? Number.NaN : Number(part.slice(quoted.length + 3));
    return Number.isFinite(value) ? value : null;
  };
  const range = { min: bound('<'), max: bound('>') };
  const read = (range.min === null ? 0 : 1) + (range.max === null ? 0 : 1);
  return read === parts.length && read > 0 ? range : null;
}

/** Whether every bracket of a text is opened before it is closed, and closed. */
function isBalanced(text: string): boolean {
  let open = 0;
  for (const character of text) {
    if (character === '(') open++;
    if (character === ')') open--;
    if (open < 0) return false;
  }
  return open === 0;
}

function found(rule: CheckRule): FoundRule {
  return { kind: 'rule', rule };
}

function none(why: string): FoundRule {
  return { kind: 'none', why };
}
