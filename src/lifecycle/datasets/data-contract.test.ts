import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { dataContract } from './data-contract.ts';
import { emptyEntry } from './dictionary.ts';

it('a data set is written as a contract of the open standard, with its words and its checks', () => {
  const yaml = dataContract({
    id: '01890000-0000-7000-8000-000000000000',
    name: 'customers',
    question: 'How can we keep customers?',
    version: 3,
    columns: [
      { name: 'id', type: 'id', isWhole: false },
      { name: 'tenure', type: 'number', isWhole: true },
      { name: 'region', type: 'text', isWhole: false },
      { name: 'left', type: 'yes-no', isWhole: false },
      { name: 'seen', type: 'time', isWhole: false },
    ],
    entries: new Map([
      ['tenure', { ...emptyEntry('tenure'), meaning: 'Months since the contract', unit: 'months', min: 0 }],
      ['left', { ...emptyEntry('left'), sensitivity: 'personal' }],
    ]),
    target: 'left',
    checks: [
      { name: 'id names each row once', rule: { kind: 'unique', columns: ['id'] } },
      { name: 'always there', rule: { kind: 'not-null', column: 'id' } },
      { name: 'months', rule: { kind: 'range', column: 'tenure', min: 0, max: null } },
      { name: 'regions', rule: { kind: 'accepted', column: 'region', values: ['north', 'south'] } },
      { name: 'known', rule: { kind: 'foreign-key', column: 'region', datasetId: 'r', otherColumn: 'code' } },
      { name: 'rows', rule: { kind: 'row-count', min: 10, max: null } },
      { name: 'fresh', rule: { kind: 'freshness', column: 'seen', days: 2 } },
      { name: 'own', rule: { kind: 'sql', sql: 'select * from data where tenure > 99;' } },
    ],
    otherNames: new Map([['r', 'regions']]),
    brought: null,
  });
  expect(parse(yaml)).toMatchObject({
    apiVersion: 'v3.1.0',
    kind: 'DataContract',
    version: '3.0.0',
    schema: [
      {
        name: 'customers',
        properties: [
          { name: 'id', logicalType: 'string', required: true, unique: true },
          {
            name: 'tenure',
            logicalType: 'integer',
            description: 'Months since the contract',
            quality: [{ type: 'sql', query: 'SELECT COUNT(*) FROM data WHERE "tenure" < 0', mustBe: 0 }],
            customProperties: [
              { property: 'unit', value: 'months' },
              { property: 'minimum', value: 0 },
            ],
          },
          {
            name: 'region',
            quality: [{ metric: 'invalidValues', arguments: { validValues: ['north', 'south'] }, mustBe: 0 }],
            relationships: [{ type: 'foreignKey', to: 'regions.code' }],
          },
          { name: 'left', logicalType: 'boolean', classification: 'About a person' },
          { name: 'seen', logicalType: 'timestamp' },
        ],
        quality: [
          { metric: 'duplicateValues', arguments: { properties: ['id'] }, mustBe: 0 },
          { metric: 'rowCount', mustBeGreaterOrEqualTo: 10 },
          { type: 'sql', query: 'SELECT COUNT(*) FROM (select * from data where tenure > 99)', mustBe: 0 },
        ],
      },
    ],
    slaProperties: [{ property: 'latency', value: 2, unit: 'd', element: 'customers.seen' }],
  });
});
