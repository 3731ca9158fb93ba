import { describe, expect, it } from 'vitest';
import { facetOf, mergeFacets, schemaFacet } from './facets.ts';
import { readEvent } from './lineage-event.ts';
import { LINEAGE_LIMITS } from './lineage-limits.ts';
import { comparableName, namesOfUri, ruleInWords } from './source.ts';
import { runAfter, type SourceRun } from './source-run.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const RUN = '0176a8c2-fe01-7439-87e6-56a1a1b4029f';
const base = { eventTime: '2026-03-01T11:00:00Z', producer: 'https://example.com/dbt' };
const job = { namespace: 'dbt', name: 'crm.customers' };

function read(body: unknown) {
  const found = readEvent(body, NOW);
  if (found.kind === 'refused') throw new Error(JSON.stringify(found.fields));
  return found.event;
}

function whyNot(body: unknown): string {
  const found = readEvent(body, NOW);
  return found.kind === 'refused' ? `${found.fields[0]?.path}: ${found.fields[0]?.message}` : 'it was read';
}

describe('an OpenLineage event', () => {
  it('is of a run, of a job or of a data set, told apart by its parts', () => {
    expect(read({ ...base, eventType: 'START', run: { runId: RUN }, job })).toMatchObject({ kind: 'run' });
    expect(read({ ...base, job, inputs: [{ namespace: 'pg', name: 't' }] })).toMatchObject({
      kind: 'job',
      inputs: [{ namespace: 'pg', name: 't' }],
    });
    expect(read({ ...base, dataset: { namespace: 'pg', name: 't' } })).toMatchObject({
      kind: 'dataset',
      job: null,
      outputs: [{ name: 't' }],
    });
  });

  it('without a type says only more about a run, as the specification allows', () => {
    expect(read({ ...base, run: { runId: RUN }, job }).run?.transition).toBe('OTHER');
  });

  it('takes a time without an offset as UTC', () => {
    expect(read({ ...base, eventTime: '2026-03-01T11:00:00', job }).at).toEqual(new Date('2026-03-01T11:00:00Z'));
    expect(read({ ...base, eventTime: '2026-03-01T11:00:00.123456+02:00', job }).at).toEqual(
      new Date('2026-03-01T09:00:00.123Z'),
    );
  });

  it.each([
    ['no object', [], ': An event is a JSON object.'],
    ['no time', { producer: 'x', job }, 'eventTime'],
    ['a run id that is none', { ...base, run: { runId: 'r1' }, job }, 'run.runId'],
    ['a name that is a number', { ...base, job: { namespace: 'a', name: 7 } }, 'job.name'],
    ['nothing that it is about', base, 'dataset'],
    ['another type', { ...base, eventType: 'DONE', run: { runId: RUN }, job }, 'eventType'],
    [
      'a time far ahead',
      { ...base, eventTime: '2027-01-01T00:00:00Z', job },
      'eventTime: It lies more than a day ahead',
    ],
    [
      'more tables than it may name',
      {
        ...base,
        job,
        inputs: Array.from({ length: LINEAGE_LIMITS.datasets + 1 }, (_, i) => ({ namespace: 'a', name: `t${i}` })),
      },
      'inputs',
    ],
  ])('with %s is refused, saying where', (_, body, where) => {
    expect(whyNot(body)).toContain(where);
  });

  it('nested a hundred thousand levels deep is refused without trying to follow it', () => {
    let deep: object = {};
    for (let level = 0; level < 100_000; level++) deep = { deeper: deep };
    expect(whyNot({ ...base, job: { ...job, facets: { deep } } })).toContain('levels deep');
  });

  it('loses a facet of the wrong shape, and says so, and keeps the rest', () => {
    const event = read({
      ...base,
      dataset: {
        namespace: 'pg',
        name: 't',
        facets: {
          schema: { fields: 'all of them' },
          ours: { _producer: 'x', level: 3 },
          large: { text: 'x'.repeat(LINEAGE_LIMITS.opaqueChars) },
          text: 'no object',
        },
      },
    });
    expect(event.outputs[0]?.facets).toEqual({ ours: { _producer: 'x', level: 3 } });
    expect(event.ignored.map(({ path }) => path)).toEqual(['dataset.schema', 'dataset.large', 'dataset.text']);
  });

  it('never brings statements or programs along, in which secrets are found', () => {
    const event = read({ ...base, job: { ...job, facets: { sql: { query: "select 'secret'" }, jobType: { a: 1 } } } });
    expect(event.job?.facets).toEqual({ jobType: { a: 1 } });
    expect(event.ignored).toEqual([{ path: 'job.sql', message: expect.stringContaining('secrets') }]);
  });

  it('carries the findings of tests from either place in which producers put them', () => {
    const dataQualityAssertions = { assertions: [{ assertion: 'not_null', success: false, column: 'id' }] };
    const table = { namespace: 'pg', name: 't' };
    const event = read({
      ...base,
      job,
      inputs: [
        { ...table, inputFacets: { dataQualityAssertions } },
        { ...table, facets: { dataQualityAssertions } },
      ],
    });
    expect(event.inputs.map(({ assertions }) => assertions.length)).toEqual([1, 1]);
  });
});

describe('facets', () => {
  it('hold what was said last, whichever event came first', () => {
    const newer = mergeFacets({}, { schema: { fields: [{ name: 'b' }] } }, 200);
    const both = mergeFacets(newer, { schema: { fields: [{ name: 'a' }] }, other: {} }, 100);
    expect(facetOf(both, 'schema', schemaFacet)?.fields).toEqual([{ name: 'b' }]);
    expect(both.other).toEqual({ at: 100, value: {} });
  });

  it('are gone when an event deletes them', () => {
    const event = read({ ...base, dataset: { namespace: 'a', name: 't', facets: { schema: { _deleted: true } } } });
    const known = mergeFacets({}, { schema: { fields: [{ name: 'a' }] } }, 1);
    const after = mergeFacets(known, event.outputs[0]?.facets ?? {}, 2);
    expect(facetOf(after, 'schema', schemaFacet)).toBeNull();
  });
});

describe('a run of a job', () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 11, minute));
  const told = (before: SourceRun | null, transition: 'START' | 'RUNNING' | 'COMPLETE' | 'FAIL', minute: number) =>
    runAfter(before, { id: RUN, transition, facets: {} }, at(minute), transition === 'FAIL' ? 'out of memory' : null);

  it('that was told to end before it was told to start has ended', () => {
    const run = told(told(null, 'COMPLETE', 30), 'START', 0);
    expect(run).toMatchObject({ state: 'complete', startedAt: at(0), endedAt: at(30) });
  });

  it('is the same in whichever order its events come', () => {
    const inOrder = told(told(told(null, 'START', 0), 'RUNNING', 5), 'FAIL', 30);
    const backwards = told(told(told(null, 'FAIL', 30), 'RUNNING', 5), 'START', 0);
    expect(backwards).toEqual(inOrder);
    expect(inOrder).toMatchObject({ state: 'failed', error: 'out of memory' });
  });

  it('of two ends has the later one', () => {
    expect(told(told(null, 'FAIL', 10), 'COMPLETE', 20).state).toBe('complete');
    expect(told(told(null, 'COMPLETE', 20), 'FAIL', 10).state).toBe('complete');
  });
});

describe('names', () => {
  // The namespaces and names that https://openlineage.io/docs/spec/naming gives for these stores.
  it.each([
    ['s3://lake/raw/customers.csv', { namespace: 's3://lake', name: 'raw/customers.csv' }],
    ['gs://lake/raw/customers', { namespace: 'gs://lake', name: 'raw/customers' }],
    ['file:///data/customers.csv', { namespace: 'file', name: '/data/customers.csv' }],
    ['/data/customers.csv', { namespace: 'file', name: '/data/customers.csv' }],
    ['postgres://db:5432/shop/public/customers', { namespace: 'postgres://db:5432', name: 'shop.public.customers' }],
    ['https://example.com/a.csv?token=1', { namespace: 'https://example.com', name: '/a.csv' }],
  ])('of %s are those that OpenLineage gives it', (uri, name) => {
    expect(namesOfUri(uri)).toContainEqual(name);
  });

  it('of a table and of a file that holds it are comparable', () => {
    const names = ['shop.public.crm_customers', 's3/raw/CRM-Customers.csv', 'CRM customers'];
    expect(new Set(names.map(comparableName))).toEqual(new Set(['crmcustomers']));
  });
});

describe('a rule in words', () => {
  it('names the column, the rule, and what was found', () => {
    expect(ruleInWords({ assertion: 'not_null', success: false, column: 'closed_reason' })).toBe(
      'closed_reason: not null',
    );
    expect(
      ruleInWords({
        assertion: 'row_count',
        success: false,
        description: 'There are at least 1000 rows',
        expected: '1000',
        actual: '12',
      }),
    ).toBe('There are at least 1000 rows (expected 1000, found 12)');
  });
});
