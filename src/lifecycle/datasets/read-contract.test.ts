import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { type ContractDocument, readContractFile } from './contract-document.ts';
import { ruleKey } from './contract-rules.ts';
import { type ContractParts, dataContract } from './data-contract.ts';
import { type CheckRule, ruleInWords } from './dataset-check.ts';
import { type ColumnEntry, emptyEntry, SENSITIVITIES } from './dictionary.ts';
import { readContract, tableOfContract } from './read-contract.ts';

const COLUMNS = ['order_id', 'tenant', 'amount', 'unit', 'placed_at', 'email', 'product'];
const OTHERS = new Map([['products', 'p-1']]);

function documentOf(yaml: string): ContractDocument {
  const read = readContractFile(yaml);
  if (read.kind === 'refused') throw new Error(read.why);
  return read.document;
}

function readFor(yaml: string, name = 'orders', columns: readonly string[] = COLUMNS) {
  const document = documentOf(yaml);
  const table = tableOfContract(document, name);
  if (table.kind === 'none') throw new Error(table.why);
  return readContract(document, table.object, { name, columns, others: OTHERS });
}

/** A contract as others write one: with parts of the standard that nothing here stands for. */
const FOREIGN = `
apiVersion: v3.1.0
kind: DataContract
id: urn:orders
name: Orders of the shop
version: 2.4.0
status: active
domain: sales
description: { purpose: Planning, limitations: No returns }
servers:
  - { server: prod, type: postgres, host: db.example.com, port: 5432, database: shop, schema: public }
team: { name: Shop team }
schema:
  - name: Orders
    physicalName: shop_orders
    logicalType: object
    tags: [core]
    properties:
      - name: order_id
        logicalType: string
        primaryKey: true
        primaryKeyPosition: 1
        examples: ['A1']
      - name: tenant
        logicalType: string
        primaryKey: true
        primaryKeyPosition: 2
        quality:
          - metric: nullValues
            mustBeLessThan: 1
            unit: percent
      - name: amount
        description: What was paid, with tax
        logicalType: number
        classification: public
        required: true
        logicalTypeOptions: { minimum: 0, maximum: 100000, multipleOf: 0.01 }
        customProperties: [{ property: unit, value: EUR }, { property: steward, value: Kim }]
      - name: unit
        logicalType: string
        quality:
          - id: unit_valid
            metric: invalidValues
            arguments: { validValues: [kg, pounds] }
            mustBe: 0
            severity: error
          - { type: text, description: Units are written in lower case. }
      - name: Email
        logicalType: string
        classification: restricted
        logicalTypeOptions: { pattern: '.+@.+' }
        quality:
          - type: custom
            engine: soda
            implementation: 'type: duplicate_percent'
          - type: sql
            query: SELECT COUNT(*) FROM {object} WHERE {property} LIKE '%.test'
            mustBeLessOrEqualTo: 3
      - name: product
        relationships: [{ type: foreignKey, to: products.code }, { to: suppliers.id }]
      - name: returned_at
        logicalType: timestamp
    quality:
      - { metric: rowCount, mustBeGreaterThan: 99, description: Never a day without orders }
      - { metric: duplicateValues, mustBe: 0, arguments: { properties: [order_id, tenant] }, dimension: uniqueness }
      - { metric: duplicateValues, mustBe: 0, arguments: { properties: [order_id, missing] } }
  - name: customers
    properties: [{ name: id }]
slaProperties:
  - { property: latency, value: 36, unit: h, element: shop_orders.placed_at, driver: regulatory }
  - { property: retention, value: 3, unit: y }
`;

describe('a data contract that others wrote', () => {
  it('gives its words to the dictionary and its rules to checks', () => {
    const { columns, checks } = readFor(FOREIGN);
    expect(columns).toEqual([
      { name: 'amount', meaning: 'What was paid, with tax', sensitivity: 'open', unit: 'EUR', min: 0, max: 100_000 },
    ]);
    expect(checks.map(({ rule }) => rule)).toEqual([
      { kind: 'not-null', column: 'amount' },
      { kind: 'range', column: 'amount', min: 0, max: 100_000 },
      { kind: 'accepted', column: 'unit', values: ['kg', 'pounds'] },
      {
        kind: 'sql',
        sql: `select value from (\nSELECT COUNT(*) FROM data WHERE "email" LIKE '%.test'\n) as found(value) where (value <= 3) is not true`,
      },
      { kind: 'foreign-key', column: 'product', datasetId: 'p-1', otherColumn: 'code' },
      { kind: 'not-null', column: 'order_id' },
      { kind: 'not-null', column: 'tenant' },
      { kind: 'unique', columns: ['order_id', 'tenant'] },
      { kind: 'row-count', min: 100, max: null },
      { kind: 'freshness', column: 'placed_at', days: 1.5 },
    ]);
  });

  it('names each part that has no effect here, with the reason, and each that is only kept', () => {
    const { notes, kept } = readFor(FOREIGN);
    expect(notes).toEqual([
      { where: 'Rule of tenant', why: 'it allows some rows that break it; a check here allows none' },
      { where: 'Rule of unit', why: 'it is a sentence for people, and no program can look at it' },
      { where: 'Rule of email', why: 'it is written for another program (soda)' },
      { where: 'Column email', why: 'its classification "restricted" is none of ours' },
      { where: 'Relationship of product', why: 'this initiative has no other data set called "suppliers"' },
      { where: 'Column returned_at', why: 'the newest version of the table has no such column' },
      { where: 'Rule of the table', why: 'it names a column that the table does not have' },
      { where: 'Level of service "retention"', why: '"retention" is agreed between people' },
    ]);
    expect(kept).toEqual([
      'domain',
      'description',
      'servers',
      'team',
      'the table customers',
      'tags of the table',
      'examples of 1 column',
      'multipleOf of 1 column',
      'steward of 1 column',
      'pattern of 1 column',
    ]);
  });

  it('is written again with everything that it said, as long as that is so', () => {
    const read = readFor(FOREIGN);
    const written = dataContract(partsOf(read, documentOf(FOREIGN)));
    expect(byColumn(written)).toEqual(expected(FOREIGN));
    expect(
      readFor(written)
        .checks.map(({ rule }) => ruleKey(rule))
        .sort(),
    ).toEqual(read.checks.map(({ rule }) => ruleKey(rule)).sort());
  });

  it('loses the part that said a check when the check is removed, and gains one for a check that is set', () => {
    const read = readFor(FOREIGN);
    const added: CheckRule = { kind: 'unique', columns: ['email'] };
    const checks = [
      ...read.checks.filter(({ rule }) => rule.kind !== 'accepted' && rule.kind !== 'freshness'),
      { name: ruleInWords(added), rule: added },
    ];
    const written = dataContract({ ...partsOf(read, documentOf(FOREIGN)), checks });
    expect(written).not.toContain('unit_valid');
    expect(written).not.toContain('latency');
    expect(written).toContain('Units are written in lower case.');
    expect(
      readFor(written)
        .checks.map(({ rule }) => ruleKey(rule))
        .sort(),
    ).toEqual(checks.map(({ rule }) => ruleKey(rule)).sort());
  });
});

function partsOf(read: ReturnType<typeof readFor>, brought: ContractDocument | null): ContractParts {
  return {
    id: 'd-1',
    name: 'orders',
    question: 'Which orders come back?',
    version: 7,
    columns: COLUMNS.map((name) => ({ name, type: 'text', isWhole: false })),
    entries: new Map(read.columns.map((said) => [said.name, { ...emptyEntry(said.name), ...said }])),
    target: null,
    checks: read.checks,
    otherNames: new Map([['p-1', 'products']]),
    brought,
  };
}

const tableShape = z.looseObject({
  schema: z.array(z.looseObject({ properties: z.array(z.looseObject({ name: z.string() })).default([]) })),
});

/** A contract with its columns by name. */
function byColumn(yaml: string) {
  const { schema, ...rest } = tableShape.parse(parse(yaml));
  const [table, ...others] = schema;
  const columns = Object.fromEntries((table?.properties ?? []).map((property) => [property.name, property]));
  return { ...rest, table: { ...table, properties: undefined }, columns, others };
}

/** The same, with what writing adds: types of columns, and the flags that say in words what the key says already. */
function expected(yaml: string) {
  const contract = byColumn(yaml);
  const { columns, table } = contract;
  return {
    ...contract,
    table: { ...table, physicalType: 'table' },
    columns: {
      ...columns,
      product: { ...columns.product, logicalType: 'string' },
      placed_at: { name: 'placed_at', logicalType: 'string' },
      order_id: { ...columns.order_id, required: true },
      tenant: { ...columns.tenant, required: true },
    },
  };
}

const words = fc
  .string({ minLength: 1, maxLength: 40, unit: 'grapheme' })
  .map((text) => text.trim())
  .filter((text) => text !== '' && !/[\0\p{Cs}]/u.test(text));
const bound = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { nil: null });
const column = fc.constantFrom(...COLUMNS);
const count = fc.option(fc.nat(1_000_000), { nil: null });
const hasBound = ({ min, max }: { readonly min: number | null; readonly max: number | null }) =>
  min !== null || max !== null;

const anEntry: fc.Arbitrary<ColumnEntry> = fc.record({
  name: column,
  meaning: fc.option(words, { nil: null }),
  owner: fc.option(words, { nil: null }),
  unit: fc.option(words, { nil: null }),
  min: bound,
  max: bound,
  sensitivity: fc.option(fc.constantFrom(...SENSITIVITIES), { nil: null }),
  isActionable: fc.option(fc.boolean(), { nil: null }),
});
const aRule: fc.Arbitrary<CheckRule> = fc.oneof(
  fc.record({ kind: fc.constant('not-null' as const), column }),
  fc.record({ kind: fc.constant('unique' as const), columns: fc.uniqueArray(column, { minLength: 1, maxLength: 3 }) }),
  fc.record({ kind: fc.constant('range' as const), column, min: bound, max: bound }).filter(hasBound),
  fc.record({
    kind: fc.constant('accepted' as const),
    column,
    values: fc.array(words, { minLength: 1, maxLength: 5 }),
  }),
  fc.record({ kind: fc.constant('freshness' as const), column, days: fc.integer({ min: 1, max: 5_000 }) }),
  fc.record({ kind: fc.constant('row-count' as const), min: count, max: count }).filter(hasBound),
  fc.record({
    kind: fc.constant('foreign-key' as const),
    column,
    datasetId: fc.constant('p-1'),
    otherColumn: fc.constantFrom('code', 'sku'),
  }),
  fc.record({
    kind: fc.constant('sql' as const),
    sql: fc.constantFrom(
      'select * from data where amount > 99',
      'select 1 from data where (a) in (select (b) from data)',
    ),
  }),
);

describe('a contract of our own', () => {
  it('reads back as exactly the same words and rules, also on the ground of one that others wrote', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anEntry, { selector: ({ name }) => name }),
        fc.uniqueArray(aRule, { selector: ruleKey, maxLength: 12 }),
        fc.boolean(),
        (entries, rules, isOnForeign) => {
          const parts: ContractParts = {
            ...partsOf({ columns: [], checks: [], notes: [], kept: [] }, isOnForeign ? documentOf(FOREIGN) : null),
            entries: new Map(entries.map((entry) => [entry.name, entry])),
            checks: rules.map((rule) => ({ name: ruleInWords(rule), rule })),
          };
          const back = readFor(dataContract(parts));
          const keys = (checks: readonly { readonly rule: CheckRule }[]) =>
            checks.map(({ rule }) => ruleKey(rule)).sort();
          expect(keys(back.checks)).toEqual(keys(parts.checks));
          const said = new Map(back.columns.map((one) => [one.name, { ...emptyEntry(one.name), ...one }]));
          for (const entry of entries) {
            const read = said.get(entry.name) ?? emptyEntry(entry.name);
            // What a ground says and nobody here does is offered again, and not lost.
            const meaning = isOnForeign && entry.meaning === null ? read.meaning : entry.meaning;
            const sensitivity = isOnForeign && entry.sensitivity === null ? read.sensitivity : entry.sensitivity;
            expect(read).toEqual({ ...entry, meaning, sensitivity });
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('a file that is no contract is refused in words', () => {
  const head = 'apiVersion: v3.1.0\nkind: DataContract\n';
  const bomb = `${head}a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
    .split('')
    .map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefg'[i]}`).join(',')}]`)
    .join('\n')}\nschema: [{ name: t, tags: *h }]\n`;
  it.each([
    ['', /no names with values/],
    ['- 1\n- 2', /no names with values/],
    ['kind: Other\napiVersion: v3.1.0', /kind: DataContract/],
    ['kind: DataContract', /apiVersion: v3.1.0/],
    ['kind: DataContract\napiVersion: v2.2.2', /version v2.2.2 of the standard; 3.0 and 3.1/],
    ['kind: DataContract\napiVersion: v4.0.0', /version v4.0.0/],
    [head, /schema/],
    [`${head}schema: []`, /schema/],
    [`${head}schema: [{ name: t, properties: [{ name: 5 }] }]`, /schema, number 1, properties, number 1, name/],
    [`${head}schema: [{ name: t, properties: [{ name: a, required: maybe }] }]`, /required/],
    [`${head}schema: [{ name: t`, /not YAML/],
    [`${head}a: 1\na: 2`, /not YAML.*unique/],
    [`${head}x: !!js/function 'f'`, /not YAML/],
    [`${head}---\na: 1`, /not YAML/],
    [bomb, /aliases/],
    [`${head}x: ${'['.repeat(5_000)}${']'.repeat(5_000)}`, /nested far deeper/],
    [`${head}${Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')}`, /nested far deeper/],
    [`${head}${'- '.repeat(3_000)}`, /nested far deeper|not YAML/],
    [`${head}schema: [{ name: t, description: "a\\0b" }]`, /not text/],
    [`${head}schema: [{ name: t, description: "\\ud800" }]`, /not text/],
    [`${head}schema: [{ name: t, __proto__: { polluted: true } }]`, /name that no contract has/],
    ['x'.repeat(600_000), /longer than/],
  ])('%#', (text, why) => {
    const read = readContractFile(text);
    expect(read.kind === 'refused' ? read.why : 'read').toMatch(why);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('and one that describes other tables says which', () => {
    const document = documentOf(`${head}schema: [{ name: a }, { name: b }]`);
    expect(tableOfContract(document, 'orders')).toEqual({
      kind: 'none',
      why: 'It describes "a", "b", and none of them is called "orders".',
    });
    expect(tableOfContract(documentOf(`${head}schema: [{ name: a }]`), 'orders')).toMatchObject({ kind: 'found' });
  });
});
