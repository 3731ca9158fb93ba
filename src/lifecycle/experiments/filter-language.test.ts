import { describe, expect, it } from 'vitest';
import { processorTimeOf } from '../../../test/processor-time.ts';
import { TRACE_GRAMMAR } from '../traces/trace.ts';
import { EXPERIMENT_GRAMMAR, LOGGED_MODEL_GRAMMAR, RUN_GRAMMAR } from './filter-grammar.ts';
import { FILTER_LIMITS, readFilter, readOrder } from './filter-language.ts';

const auc = { kind: 'metric', key: 'auc', test: 'number' };
const depth = { kind: 'param', key: 'depth', test: 'text', operator: '=', value: '4' };

describe('a filter of runs', () => {
  it.each([
    ['', []],
    ['   ', []],
    ['metrics.auc > 0.7', [{ ...auc, operator: '>', value: 0.7 }]],
    ['metric.auc>=-1e-3', [{ ...auc, operator: '>=', value: -0.001 }]],
    ['metrics."auc" != .5', [{ ...auc, operator: '!=', value: 0.5 }]],
    ['metrics.`my auc` < 5', [{ ...auc, key: 'my auc', operator: '<', value: 5 }]],
    ["params.depth = '4'", [depth]],
    ['param.depth = "4"', [depth]],
    ['parameters.depth = "4" AND', [depth]],
    ["params.depth = '4' and metrics.auc > 0.7", [depth, { ...auc, operator: '>', value: 0.7 }]],
    [
      "tags.mlflow.parentRunId = 'abc'",
      [{ kind: 'tag', key: 'mlflow.parentRunId', test: 'text', operator: '=', value: 'abc' }],
    ],
    ["tag.team like 'ch%'", [{ kind: 'tag', key: 'team', test: 'text', operator: 'LIKE', value: 'ch%' }]],
    ["run_name ILIKE '%X_'", [{ kind: 'attribute', key: 'run_name', test: 'text', operator: 'ILIKE', value: '%X_' }]],
    ["attributes.`run name` = 'a'", [{ kind: 'attribute', key: 'run_name', test: 'text', operator: '=', value: 'a' }]],
    ["\"Run Name\" = 'it''s'", [{ kind: 'attribute', key: 'run_name', test: 'text', operator: '=', value: "it's" }]],
    ['created > 5', [{ kind: 'attribute', key: 'start_time', test: 'number', operator: '>', value: 5 }]],
    ["attr.status != 'FAILED'", [{ kind: 'attribute', key: 'status', test: 'text', operator: '!=', value: 'FAILED' }]],
    [
      "run_id IN ('a', 'b')",
      [{ kind: 'attribute', key: 'run_id', test: 'list', isNegated: false, values: ['a', 'b'] }],
    ],
    ["run.run_id not in ('a')", [{ kind: 'attribute', key: 'run_id', test: 'list', isNegated: true, values: ['a'] }]],
    ["run_id IN ('a',)", [{ kind: 'attribute', key: 'run_id', test: 'list', isNegated: false, values: ['a'] }]],
    ["datasets.digest = 'x'", [{ kind: 'dataset', key: 'digest', test: 'text', operator: '=', value: 'x' }]],
    [
      "dataset.context IN ('training')",
      [{ kind: 'dataset', key: 'context', test: 'list', isNegated: false, values: ['training'] }],
    ],
    ['params.depth IS NULL', [{ kind: 'param', key: 'depth', test: 'presence', isPresent: false }]],
    ['metrics.auc is not null', [{ kind: 'metric', key: 'auc', test: 'presence', isPresent: true }]],
    ["params.größe = '1'", [{ kind: 'param', key: 'größe', test: 'text', operator: '=', value: '1' }]],
  ])('reads %s', (text, conditions) => {
    expect(readFilter(text, RUN_GRAMMAR)).toEqual({ kind: 'read', conditions });
  });

  it.each([
    ["params.depth = '4' OR params.depth = '5'", /character 20.*OR/],
    ["(params.depth = '4')", /character 1/],
    ["NOT params.depth = '4'", /attribute "NOT"/],
    ["params.depth > '4'", /one of = != LIKE ILIKE/],
    ['params.depth = 4', /quotation marks/],
    ["metrics.auc > '0.7'", /number without quotation marks/],
    ['metrics.auc LIKE 5', /one of = != >/],
    ['metrics.auc', /one of =/],
    ['metrics.auc >', /number/],
    ["params.depth IN ('4')", /IN is not possible/],
    ['run_id IN ()', /quotation marks in the list/],
    ['run_id IN (,)', /quotation marks in the list/],
    ["run_id IN ('a',,)", /quotation marks in the list/],
    ["run_id IN ('a'", /expected "\)"/],
    ["run_id IN 'a'", /expected "\("/],
    ["run_id NOT LIKE 'a'", /IN after NOT/],
    ['status IS NULL', /can be absent/],
    ["model.x = 'a'", /no kind of key/],
    ["dataset.profile = 'a'", /data sets have/],
    ['metrics. > 5', /must follow/],
    ["params.'depth' = '4' params.a = '1'", /expected AND/],
    ["params.depth = 'open", /never closed/],
    ["params.a = 'x'; drop table runs", /cannot stand there/],
    ["params.a = 'x' -- comment", /cannot stand there/],
    ["nonsense = 'a'", /no attribute "nonsense"/],
    ['AND', /no attribute "AND"/],
    ['metrics.a > 1 AND AND metrics.b > 1', /no attribute "AND"/],
  ])('refuses %s with the place and the reason', (text, message) => {
    const reading = readFilter(text, RUN_GRAMMAR);
    expect(reading.kind).toBe('refused');
    expect(reading.kind === 'refused' && reading.message).toMatch(message);
  });

  it('a hostile text costs no more than its length', () => {
    const hostile = [
      "'".repeat(19_999),
      '`'.repeat(19_999),
      '('.repeat(19_999),
      'a.'.repeat(9_999),
      "''".repeat(9_999),
    ];
    const spentMs = processorTimeOf(() => {
      for (const text of hostile) expect(readFilter(text, RUN_GRAMMAR).kind).toBe('refused');
    });
    expect(spentMs).toBeLessThan(2_000);
    expect(readFilter('x'.repeat(FILTER_LIMITS.characters + 1), RUN_GRAMMAR)).toMatchObject({ kind: 'refused' });
    const many = Array.from({ length: 101 }, (_, index) => `metrics.m${index} > 1`).join(' AND ');
    expect(readFilter(many, RUN_GRAMMAR)).toMatchObject({ kind: 'refused' });
  });
});

describe('filters of other entities', () => {
  it('have no regular expressions, and no spans', () => {
    for (const grammar of [RUN_GRAMMAR, EXPERIMENT_GRAMMAR, LOGGED_MODEL_GRAMMAR]) {
      expect(readFilter("tags.team RLIKE 'a'", grammar).kind).toBe('refused');
      expect(readFilter("span.name = 'a'", grammar).kind).toBe('refused');
    }
  });

  it('experiments are asked by name, id, moments and tags only', () => {
    expect(readFilter("name LIKE 'churn%' AND creation_time > 5", EXPERIMENT_GRAMMAR).kind).toBe('read');
    expect(readFilter('metrics.auc > 1', EXPERIMENT_GRAMMAR).kind).toBe('refused');
    expect(readFilter("experiment_id = '1'", EXPERIMENT_GRAMMAR).kind).toBe('read');
    expect(readFilter("experiment_id IN ('1', '2')", EXPERIMENT_GRAMMAR).kind).toBe('read');
  });
  it('logged models have a status that is a number', () => {
    expect(readFilter('status = 2', LOGGED_MODEL_GRAMMAR).kind).toBe('read');
    expect(readFilter("status = 'READY'", LOGGED_MODEL_GRAMMAR).kind).toBe('refused');
  });
});

describe('a filter of traces', () => {
  it.each([
    ["feedback.good = 'true'", [{ kind: 'feedback', key: 'good', test: 'text', operator: '=', value: 'true' }]],
    ['feedback.`my score` >= 0.8', [{ kind: 'feedback', key: 'my score', test: 'number', operator: '>=', value: 0.8 }]],
    ['expectation.rows = 3', [{ kind: 'expectation', key: 'rows', test: 'number', operator: '=', value: 3 }]],
    ['feedback.good IS NULL', [{ kind: 'feedback', key: 'good', test: 'presence', isPresent: false }]],
    [
      "request_metadata.`mlflow.modelId` = 'm-1'",
      [{ kind: 'metadata', key: 'mlflow.modelId', test: 'text', operator: '=', value: 'm-1' }],
    ],
    ["trace.status = 'OK'", [{ kind: 'attribute', key: 'state', test: 'text', operator: '=', value: 'OK' }]],
    ["prompt = 'greet/1'", [{ kind: 'attribute', key: 'prompt', test: 'text', operator: '=', value: 'greet/1' }]],
    ['run_id IS NULL', [{ kind: 'attribute', key: 'run_id', test: 'presence', isPresent: false }]],
    ["tags.team rlike '^a'", [{ kind: 'tag', key: 'team', test: 'text', operator: 'RLIKE', value: '^a' }]],
    ["span.name IN ('a')", [{ kind: 'span', key: 'name', test: 'list', isNegated: false, values: ['a'] }]],
    [
      "span.attributes.llm.model LIKE 'g%' AND span.attributes.`my key` = 'v' AND span.`type` = 'TOOL'",
      [
        { kind: 'span', key: 'attributes.llm.model', test: 'text', operator: 'LIKE', value: 'g%' },
        { kind: 'span', key: 'attributes.my key', test: 'text', operator: '=', value: 'v' },
        { kind: 'span', key: 'type', test: 'text', operator: '=', value: 'TOOL' },
      ],
    ],
  ])('reads %s', (text, conditions) => {
    expect(readFilter(text, TRACE_GRAMMAR)).toEqual({ kind: 'read', conditions });
  });

  it.each([
    ["feedback.score > '0.8'", /number without quotation marks/],
    ['feedback.score LIKE 5', /one of = !=/],
    ['feedback.score = true', /quotation marks/],
    ["feedback.score IN ('a')", /IN is not possible/],
    ["feedback. = 'a'", /must follow/],
    [
      "issue.id = 'a'",
      /"issue" is no kind of key here; use feedback\., expectation\., metadata\., tags\., span\., attributes\./,
    ],
    ["span.parent = 'a'", /spans have name, type, status and attributes\.<key>; not "parent"/],
    ["span.attributes. = 'a'", /must follow/],
    ['span.name IS NULL', /can be absent/],
    ['span.name = 3', /quotation marks/],
    ["trace.text LIKE '%a%'", /whole texts of spans are not searched here; ask for an attribute, as in span\.attr/],
    ["span.content ILIKE '%a%'", /whole texts of spans are not searched here/],
    ["prompt = 'greet'", /"greet" is none: it is written like prompt = 'greeting\/1'/],
    ["prompt LIKE 'greet%'", /expected = after "prompt"/],
    ["prompt IN ('greet/1')", /IN is not possible/],
    ['status IS NULL', /can be absent/],
    ["timestamp RLIKE '1'", /expected one of = !=/],
    [`name RLIKE '${'a'.repeat(501)}'`, /at most 500 characters/],
  ])('refuses %s', (text, message) => {
    const reading = readFilter(text, TRACE_GRAMMAR);
    expect(reading.kind === 'refused' && reading.message).toMatch(message);
  });
});

describe('an order of runs', () => {
  it('has one key and one direction per clause, the smallest first unless stated', () => {
    expect(readOrder(['metrics.auc DESC', 'start_time asc', 'params.`a b`', 'tags.x'], RUN_GRAMMAR)).toEqual({
      kind: 'read',
      terms: [
        { kind: 'metric', key: 'auc', isDescending: true },
        { kind: 'attribute', key: 'start_time', isDescending: false },
        { kind: 'param', key: 'a b', isDescending: false },
        { kind: 'tag', key: 'x', isDescending: false },
      ],
    });
  });
  it.each([
    [['metrics.a, metrics.b']],
    [['metrics.a DOWN']],
    [['metrics.a ASC DESC']],
    [['dataset.name']],
    [['']],
    [['start_time', 'Created DESC']],
  ])('refuses %j', (clauses) => {
    expect(readOrder(clauses, RUN_GRAMMAR).kind).toBe('refused');
  });
});
