import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  anInitiative,
  openTestInstallation,
  seat,
  type TestAnswer,
  type TestInstallation,
  type TestPerson,
} from '../../../test/installation.ts';

let installation: TestInstallation;
let ana: TestPerson;
let ben: TestPerson;
let outsider: TestPerson;
let auditor: TestPerson;
let open: string;
let hidden: string;
/** Threads of the hidden initiative. */
let thread: TestAnswer['body'];

beforeAll(async () => {
  installation = await openTestInstallation();
  ana = await installation.join('Ana Ruiz');
  ben = await installation.join('Ben Ode');
  outsider = await installation.join('Odd Person');
  auditor = await installation.join('Audit Person', { isAuditor: true });
  open = (await anInitiative(installation, ana, { question: 'How can we sell more marmalade?' })).slug;
  hidden = (
    await anInitiative(installation, ana, { question: 'How can we close the zeppelin works?', visibility: 'private' })
  ).slug;
  await seat(installation, open, ana, ben, 'data-scientist');
  thread = await installation.does(ana, `POST /api/initiatives/${hidden}/steps/ask/remarks`, {
    text: 'The zeppelin needs gondolas.',
  });
  await installation.does(ana, `POST /api/initiatives/${hidden}/threads/${thread.id}/decisions`, {
    what: 'We keep the gondolas.',
    why: 'The zeppelin is loved.',
    who: 'The board',
  });
  await installation.does(ben, `POST /api/initiatives/${open}/steps/ask/remarks`, {
    text: 'People who buy toast also buy <b>marmalade</b>; see https://example.com/toast',
  });
});
afterAll(() => installation.close());

async function find(person: TestPerson, q: string): Promise<Readonly<Record<string, TestAnswer['body'][]>>> {
  const { groups } = await installation.does(person, `GET /api/search?q=${encodeURIComponent(q)}`);
  return Object.fromEntries(groups.map(({ kind, found }: TestAnswer['body']) => [kind, found]));
}

describe('search', () => {
  it('finds questions, words that were said, decisions and people by the beginnings of words', async () => {
    expect(await find(outsider, 'MARMA')).toMatchObject({
      initiative: [{ path: `/i/${open}/overview`, excerpt: 'How can we sell more marmalade?' }],
      comment: [{ title: 'Ben Ode about Ask', excerpt: expect.stringContaining('<b>marmalade</b>') }],
    });
    expect(await find(ana, 'zeppelin')).toMatchObject({
      initiative: [{ path: `/i/${hidden}/overview` }],
      decision: [{ title: 'We keep the gondolas.', excerpt: 'The zeppelin is loved.' }],
      comment: [{ path: `/i/${hidden}/talk?thread=${thread.id}` }],
    });
    expect(await find(outsider, 'ode')).toMatchObject({ person: [{ title: 'Ben Ode', path: '/people' }] });
    expect(await find(outsider, 'marmalade zeppelin')).toEqual({});
  });

  it('tells outsiders nothing of a private initiative, and auditors what they may read', async () => {
    for (const words of ['zeppelin', 'gondolas', 'zepp gond', 'board']) expect(await find(outsider, words)).toEqual({});
    expect(Object.keys(await find(auditor, 'zeppelin'))).toEqual(['initiative', 'decision', 'comment']);
  });

  it('whatever the database could read as an operator is only words', async () => {
    for (const words of ["'; drop table initiatives; --", 'a & !b | (c', ':*', '\\', '%_%', '<script>']) {
      const answer = await installation.call(outsider, `GET /api/search?q=${encodeURIComponent(words)}`);
      expect([words, answer.status]).toEqual([words, 200]);
    }
    expect((await installation.call(outsider, 'GET /api/search?q=')).status).toBe(400);
  });

  it('finds no words that their author removed', async () => {
    const said = await installation.does(ana, `POST /api/initiatives/${open}/steps/ask/remarks`, {
      text: 'A quincunx of ours.',
    });
    expect(Object.keys(await find(ben, 'quincunx'))).toEqual(['comment']);
    await installation.does(ana, `DELETE /api/initiatives/${open}/comments/${said.comments[0].id}`);
    expect(await find(ben, 'quincunx')).toEqual({});
    const today = await installation.call(ben, 'GET /api/today');
    expect(today.text).toContain('removed it later');
    expect(today.text).not.toContain('quincunx');
  });
});

describe('search of what was made', () => {
  const mlflow = (person: TestPerson, path: string, body: object) =>
    installation.does(person, `POST /api/2.0/mlflow/${path}`, body);

  /** An experiment with a run, a model with a version of it, and a finding, all with one word in them. */
  async function makeThings(slug: string | null, word: string): Promise<{ readonly findingId: string | null }> {
    const { experiment_id } = await mlflow(ana, 'experiments/create', { name: `tries-of-${word}/first_${word}s` });
    const { run } = await mlflow(ana, 'runs/create', { experiment_id, start_time: 1, run_name: `deep_${word}_7` });
    // Connected in the table: the playbook holds experiments back until the framing is signed.
    if (slug !== null)
      await installation.database.query(
        `update experiments set initiative_no = i.no, iteration = 1, connected_at = now(), connected_by = $3
         from initiatives i where i.slug = $1 and experiments.no = $2`,
        [slug, experiment_id, ana.id],
      );
    await mlflow(ana, 'registered-models/create', { name: `${word} forest`, description: 'Trees' });
    await installation.database.query(
      `insert into model_versions (model_no, version, source, run_id, experiment_no, description, stage, created_by_name,
         author_ids, created_at, updated_at)
       select m.no, 1, 's', $2, $3, '', 'None', 'Ana Ruiz', '{}', now(), now() from registered_models m where m.name = $1`,
      [`${word} forest`, run.info.run_id, experiment_id],
    );
    if (slug === null) return { findingId: null };
    const finding = await installation.does(ana, `POST /api/initiatives/${slug}/findings`, {
      title: `The ${word} is upside down`,
      seen: 'It stands on its head.',
      severity: 'low',
      step: 'ask',
    });
    return { findingId: finding.id };
  }

  it('finds ideas, findings, models, experiments and runs by words inside the names that programs give', async () => {
    const { id } = await installation.does(outsider, 'POST /api/ideas', {
      sentence: 'Reduce the waiting at the capybara desk by 10% this quarter',
    });
    const { findingId } = await makeThings(open, 'capybara');
    expect(await find(outsider, 'capyb')).toMatchObject({
      idea: [{ path: `/ideas/${id}` }],
      finding: [{ title: 'The capybara is upside down', path: `/i/${open}/learn#finding-${findingId}` }],
      model: [{ title: 'capybara forest', path: '/models/capybara%20forest' }],
      experiment: [{ title: 'tries-of-capybara/first_capybaras', path: `/i/${open}/build` }],
      run: [{ title: 'deep_capybara_7', path: `/i/${open}/build` }],
    });
    expect(Object.keys(await find(outsider, 'capybara head'))).toEqual(['finding']);
  });

  it('finds what belongs to no initiative for everybody', async () => {
    await makeThings(null, 'okapi');
    const found = await find(outsider, 'okapi');
    expect(Object.keys(found)).toEqual(['model', 'experiment', 'run']);
    await mlflow(ana, 'registered-models/create', {
      name: 'okapi greeting',
      tags: [{ key: 'mlflow.prompt.is_prompt', value: 'true' }],
    });
    const { model, prompt } = await find(outsider, 'okapi');
    expect(model).toHaveLength(1);
    expect(prompt).toMatchObject([{ title: 'okapi greeting', path: '/prompts/okapi%20greeting' }]);
    expect(found.experiment).toMatchObject([{ path: '/experiments', place: null }]);
  });

  it('tells outsiders nothing of what was made for a private initiative', async () => {
    await makeThings(hidden, 'quokka');
    expect(Object.keys(await find(ana, 'quokka'))).toEqual(['finding', 'model', 'experiment', 'run']);
    expect(Object.keys(await find(auditor, 'quokka'))).toEqual(['finding', 'model', 'experiment', 'run']);
    for (const words of ['quokka', 'quok', 'deep quokka', 'quokka forest']) {
      expect(await find(outsider, words)).toEqual({});
      expect(await find(ben, words)).toEqual({});
    }
  });

  it('reads from indexes what is looked for', async () => {
    const plan = await installation.database.transaction(async (tx) => {
      await tx.query('set local enable_seqscan to off');
      return tx.query<Record<string, string>>(
        `explain select 1 from runs r
         where to_tsvector('simple', regexp_replace(r.name, '[^[:alnum:]]+', ' ', 'g')) @@ to_tsquery('simple', 'okapi:*')`,
      );
    });
    expect(JSON.stringify(plan)).toContain('runs_words');
  });
});

describe('what waits on Today', () => {
  it('a flag waits for the builders until it is answered, and a mention until it is replied to', async () => {
    const flag = await installation.does(outsider, `POST /api/initiatives/${open}/flags`, {
      subject: {
        type: 'answer',
        id: 'money',
        part: '',
        label: 'Money',
        shown: null,
        step: 'learn',
        path: `/i/${open}/overview`,
      },
    });
    const asked = await installation.does(ana, `POST /api/initiatives/${open}/steps/ask/remarks`, {
      text: 'What do you say, @Ben Ode?',
      mentioned: [ben.id],
    });
    await installation.throughline.catchUp();
    const waiting = async () =>
      (await installation.does(ben, 'GET /api/today')).waiting.filter(({ kind }: TestAnswer['body']) =>
        ['answer-flag', 'asked'].includes(kind),
      );
    expect(await waiting()).toMatchObject([
      { kind: 'answer-flag', verb: 'Answer', path: `/i/${open}/talk?thread=${flag.id}` },
      { kind: 'asked', verb: 'Reply', minutes: 3, path: `/i/${open}/talk?thread=${asked.id}` },
    ]);
    await installation.does(ben, `POST /api/initiatives/${open}/threads/${flag.id}/answer`, { text: 'Mended.' });
    await installation.does(ben, `POST /api/initiatives/${open}/threads/${asked.id}/comments`, { text: 'I agree.' });
    await installation.throughline.catchUp();
    expect(await waiting()).toEqual([]);
  });

  it('a visit ends after half an hour away', async () => {
    const visit = async () => (await installation.does(ben, 'POST /api/me/visit')).previousVisitAt;
    expect(await visit()).toBeNull();
    expect(await visit()).toBeNull();
    installation.moveClock(1);
    expect(await visit()).not.toBeNull();
  });
});

describe('the log', () => {
  it('is read for one step, one person, or as the decisions alone', async () => {
    const slug = (await anInitiative(installation, ana)).slug;
    const read = async (query: string) =>
      (await installation.does(ana, `GET /api/initiatives/${slug}/log?${query}`)).entries.map(
        ({ kind }: TestAnswer['body']) => kind,
      );
    await seat(installation, slug, ana, ben, 'data-scientist');
    await installation.does(ben, `POST /api/initiatives/${slug}/steps/frame/remarks`, { text: 'A word.' });
    const said = await installation.does(ana, `POST /api/initiatives/${slug}/steps/ask/remarks`, { text: 'Mine.' });
    await installation.does(ana, `POST /api/initiatives/${slug}/threads/${said.id}/decisions`, {
      what: 'We begin small.',
      why: 'It is cheaper.',
      who: 'Ana Ruiz',
    });
    expect(await read('step=frame')).toEqual(['comment.said']);
    expect(await read(`actorId=${ben.id}`)).toEqual(['comment.said']);
    expect(await read('only=decisions')).toEqual(['decision.recorded']);
    const { actors } = await installation.does(ana, `GET /api/initiatives/${slug}/log/actors`);
    expect(actors.map(({ name }: TestAnswer['body']) => name)).toEqual(['Ana Ruiz', 'Ben Ode']);
  });
});
