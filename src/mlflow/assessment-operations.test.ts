import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestInstallation, seat, type TestInstallation, type TestPerson } from '../../test/installation.ts';
import { aFreeInitiative, publishFreePlaybook } from '../lifecycle/experiments/free-initiative.fixture.ts';

let installation: TestInstallation;
let ana: TestPerson;
let traces = 0;
/** A trace of its own for each test. */
let traceId: string;

beforeAll(async () => {
  installation = await openTestInstallation();
  ana = await installation.join('Ana');
});
afterAll(() => installation.close());
beforeEach(async () => {
  traceId = await aTrace();
});

const call = (person: TestPerson, request: string, body?: object) => {
  const [method, path] = request.split(' ');
  return installation.call(person, `${method} /api/3.0/mlflow/${path}`, body);
};

function traceInfo(id: string, experimentId = '0', fields: object = {}): object {
  return {
    trace_id: id,
    trace_location: { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: experimentId } },
    request_time: new Date(1_700_000_000_000 + traces).toISOString(),
    state: 'OK',
    tags: { 'mlflow.traceName': 'predict' },
    ...fields,
  };
}

async function aTrace(person = ana, experimentId = '0', fields: object = {}): Promise<string> {
  traces += 1;
  const id = `tr-${String(traces).padStart(32, 'b')}`;
  const kept = await call(person, 'POST traces', { trace: { trace_info: traceInfo(id, experimentId, fields) } });
  if (kept.status !== 200) throw new Error(kept.text);
  return id;
}

const feedback = (fields: object = {}) => ({
  assessment: {
    assessment_name: 'correct',
    source: { source_type: 'HUMAN', source_id: 'ana@example.com' },
    feedback: { value: true },
    rationale: 'It says what the contract says.',
    metadata: { project: 'churn' },
    ...fields,
  },
});

async function add(body: object, person = ana) {
  const answer = await call(person, `POST traces/${traceId}/assessments`, body);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body.assessment;
}

const read = async (id: string) => (await call(ana, `GET traces/${traceId}/assessments/${id}`)).body.assessment;
const assessmentsInTrace = async () => (await call(ana, `GET traces/${traceId}`)).body.trace.trace_info.assessments;

describe('an assessment', () => {
  it('comes back as it was given, alone, with its trace, and in searches', async () => {
    const given = await add(feedback({ span_id: '00ab' }));
    expect(given).toMatchObject({
      assessment_id: expect.stringMatching(/^a-[0-9a-f]{32}$/),
      assessment_name: 'correct',
      trace_id: traceId,
      span_id: '00ab',
      source: { source_type: 'HUMAN', source_id: 'ana@example.com' },
      feedback: { value: true },
      rationale: 'It says what the contract says.',
      metadata: { project: 'churn' },
      valid: true,
    });
    expect(given.create_time).toBe(given.last_update_time);
    expect(await read(given.assessment_id)).toEqual(given);
    expect(await assessmentsInTrace()).toEqual([given]);
    const found = await call(ana, 'POST traces/search', {
      locations: [{ mlflow_experiment: { experiment_id: '0' } }],
      filter: `trace_id = '${traceId}'`,
    });
    expect(found.body.traces[0].assessments).toEqual([given]);
  });

  it.each([0.9, 0, '', 'good', false, null, ['a', 1], { accuracy: 0.95, notes: ['x'] }])(
    'as feedback keeps the value %j',
    async (value) => {
      const { assessment_id: id } = await add(feedback({ feedback: { value } }));
      expect((await read(id)).feedback).toEqual({ value });
    },
  );

  it('as an expectation keeps plain values, and lists and objects as a text of JSON', async () => {
    const expectation = { value: 'Paris' };
    const plain = await add(feedback({ feedback: undefined, expectation }));
    expect([plain.expectation, plain.feedback]).toEqual([expectation, undefined]);
    const serialized_value = { serialization_format: 'JSON_FORMAT', value: '{"call":["add",40,2]}' };
    const whole = await add(feedback({ feedback: undefined, expectation: { serialized_value } }));
    expect((await read(whole.assessment_id)).expectation).toEqual({ serialized_value });
  });

  it('as feedback without a value says why there is none', async () => {
    const error = { error_code: 'RATE_LIMIT', error_message: 'The judge was busy.', stack_trace: 'x'.repeat(20_000) };
    const { assessment_id: id } = await add(feedback({ feedback: { value: null, error } }));
    const kept = (await read(id)).feedback;
    expect(kept).toMatchObject({
      value: null,
      error: { error_code: 'RATE_LIMIT', error_message: 'The judge was busy.' },
    });
    expect(kept.error.stack_trace).toHaveLength(8_000);
  });

  it('changes in what the mask names alone; metadata are added to', async () => {
    const given = await add(feedback());
    const changed = await call(ana, `PATCH traces/${traceId}/assessments/${given.assessment_id}`, {
      assessment: { assessment_name: 'ignored', feedback: { value: false }, metadata: { second: 'look' } },
      update_mask: 'feedback,metadata',
    });
    expect(changed.body.assessment).toMatchObject({
      assessment_name: 'correct',
      feedback: { value: false },
      rationale: given.rationale,
      metadata: { project: 'churn', second: 'look' },
    });
    const renamed = await call(ana, `PATCH traces/${traceId}/assessments/${given.assessment_id}`, {
      assessment: { assessment_name: 'right', rationale: 'Looked twice.' },
      update_mask: 'assessmentName,rationale',
    });
    expect(renamed.body.assessment).toMatchObject({ assessment_name: 'right', rationale: 'Looked twice.' });
    const turned = await call(ana, `PATCH traces/${traceId}/assessments/${given.assessment_id}`, {
      assessment: { expectation: { value: 'x' } },
      update_mask: 'expectation',
    });
    expect([turned.status, turned.body.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    expect(await read(given.assessment_id)).toEqual(renamed.body.assessment);
  });

  it('that corrects another one makes that invalid until it is removed, twice without harm', async () => {
    const judged = await add(feedback({ source: { source_type: 'LLM_JUDGE', source_id: 'judge' } }));
    const corrected = await add(feedback({ feedback: { value: false }, overrides: judged.assessment_id }));
    expect(corrected).toMatchObject({ valid: true, overrides: judged.assessment_id });
    expect((await read(judged.assessment_id)).valid).toBe(false);
    for (const _ of [1, 2])
      expect((await call(ana, `DELETE traces/${traceId}/assessments/${corrected.assessment_id}`)).status).toBe(200);
    expect((await read(judged.assessment_id)).valid).toBe(true);
    const gone = await call(ana, `GET traces/${traceId}/assessments/${corrected.assessment_id}`);
    expect([gone.status, gone.body.error_code]).toEqual([404, 'RESOURCE_DOES_NOT_EXIST']);
    const ofNothing = await call(ana, `POST traces/${traceId}/assessments`, feedback({ overrides: 'a-absent' }));
    expect([ofNothing.status, ofNothing.body.error_code]).toEqual([404, 'RESOURCE_DOES_NOT_EXIST']);
    expect(await assessmentsInTrace()).toHaveLength(1);
  });

  it('that came with its trace is there once, however often the trace is sent', async () => {
    const { assessment } = feedback();
    traceId = await aTrace(ana, '0', { assessments: [assessment] });
    const again = traceInfo(traceId, '0', { assessments: [assessment] });
    expect((await call(ana, 'POST traces', { trace: { trace_info: again } })).status).toBe(200);
    expect(await assessmentsInTrace()).toEqual([expect.objectContaining({ assessment_name: 'correct', valid: true })]);
  });

  it.each([
    {},
    { assessment: {} },
    feedback({ assessment_name: '' }),
    feedback({ assessment_name: 'x'.repeat(251) }),
    feedback({ feedback: undefined }),
    feedback({ feedback: 'yes' }),
    feedback({ feedback: { value: 'x'.repeat(100_001) } }),
    feedback({ rationale: 'x'.repeat(20_001) }),
    feedback({ rationale: 5 }),
    feedback({ metadata: { k: 5 } }),
    feedback({ metadata: { k: 'x'.repeat(8_001) } }),
    feedback({ source: { source_type: 'ORACLE' } }),
    feedback({ feedback: undefined, expectation: { serialized_value: { serialization_format: 'XML', value: '1' } } }),
    feedback({
      feedback: undefined,
      expectation: { serialized_value: { serialization_format: 'JSON_FORMAT', value: '{' } },
    }),
  ])('is refused when it is none (%#)', async (body) => {
    const refused = await call(ana, `POST traces/${traceId}/assessments`, body);
    expect([refused.status, refused.body.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    expect(await assessmentsInTrace()).toBeUndefined();
  });

  it('is given at most 500 times to one trace', async () => {
    await installation.database.query(
      `insert into trace_assessments (id, trace_id, kind, name, value, source_type, source_id, rationale, metadata,
         span_id, overrides, is_valid, created_by, created_ms, updated_ms)
       select 'a-many-' || n, $1, 'feedback', 'many', 'true', 'CODE', '', '', '{}', '', '', true, $2, 1, 1
       from generate_series(1, 499) n`,
      [traceId, ana.id],
    );
    await add(feedback());
    const refused = await call(ana, `POST traces/${traceId}/assessments`, feedback());
    expect([refused.status, refused.body.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    expect(refused.body.message).toContain('500 assessments');
  });

  it("of an experiment without an initiative is changed by its giver and by the experiment's maker, and by no other", async () => {
    const [ben, cy] = [await installation.join('Ben'), await installation.join('Cy')];
    const made = await installation.call(ana, 'POST /api/2.0/mlflow/experiments/create', { name: 'free traces' });
    traceId = await aTrace(ben, made.body.experiment_id);
    const { assessment_id: id } = await add(feedback(), ben);
    const change = { assessment: { rationale: 'Mine now.' }, update_mask: 'rationale' };
    const address = `traces/${traceId}/assessments/${id}`;
    for (const [request, body] of [
      [`PATCH ${address}`, change],
      [`DELETE ${address}`, undefined],
    ] as const) {
      const refused = await call(cy, request, body);
      expect([refused.status, refused.body.error_code], request).toEqual([403, 'PERMISSION_DENIED']);
    }
    expect((await call(ben, `PATCH ${address}`, change)).status).toBe(200);
    expect((await call(ana, `DELETE ${address}`)).status).toBe(200);
  });

  it('of a private initiative does not exist for others, is given by all at the table, and changed by those who build', async () => {
    const { slug } = await aFreeInitiative(installation, ana, await publishFreePlaybook(installation), 'private');
    const [builder, reader, outsider] = [
      await installation.join('Dana'),
      await installation.join('Rita'),
      await installation.join('Otto'),
    ];
    await seat(installation, slug, ana, builder, 'data-scientist');
    await seat(installation, slug, ana, reader, 'risk-manager');
    const made = await installation.call(builder, 'POST /api/2.0/mlflow/experiments/create', { name: `${slug}/t` });
    traceId = await aTrace(builder, made.body.experiment_id);
    const { assessment_id: id } = await add(feedback(), builder);
    const address = `traces/${traceId}/assessments`;
    for (const [request, body] of [
      [`GET ${address}/${id}`, undefined],
      [`POST ${address}`, feedback()],
      [`PATCH ${address}/${id}`, { assessment: {}, update_mask: 'metadata' }],
      [`DELETE ${address}/${id}`, undefined],
    ] as const) {
      const hidden = await call(outsider, request, body);
      const absent = await call(outsider, request.replace(traceId, 'tr-absent'), body);
      expect([hidden.status, hidden.text.replaceAll(traceId, 'tr-absent')], request).toEqual([404, absent.text]);
    }
    expect((await call(reader, `GET ${address}/${id}`)).status).toBe(200);
    expect((await call(reader, `POST ${address}`, feedback())).status).toBe(200);
    const change = { assessment: { rationale: 'Mine now.' }, update_mask: 'rationale' };
    expect((await call(reader, `PATCH ${address}/${id}`, change)).body.error_code).toBe('PERMISSION_DENIED');
  });
});
