import pg from 'pg';
import { CHURN_FRAMING } from '../src/lifecycle/framing/framing-content.fixture.ts';
import { STEPS } from '../src/lifecycle/line-order.ts';
import { STANDARD_PLAYBOOK } from '../src/lifecycle/people/index.ts';
import type { Database } from '../src/platform/database/database.ts';

/** How large an organisation is made. */
export interface OrganisationSize {
  readonly initiatives: number;
  readonly people: number;
  readonly events: number;
}

/** About as much as the report of a real verdict holds, in characters. */
const REPORT_PADDING = 30_000;

/**
 * Fills an installation with a large organisation by bulk statements: initiatives at every step (one in five private), seats
 * by the standard playbook, a long history that leans on few initiatives, framings, verdicts, KPI points, tickets, threads,
 * decisions and notices. Accounts that are there already sit at tables like everybody else. For measurements only: nothing
 * of it went through a use case, and none of its events is sealed. What triggers would derive row by row (the last
 * contribution of a seat, the lines that have changed) is derived here for all rows at once, and said where it is.
 */
export async function fillOrganisation(database: Database, size: OrganisationSize): Promise<void> {
  const seats = STANDARD_PLAYBOOK.steps.flatMap(({ step, seats: at }) =>
    Object.keys(at).map((role) => ({ step, role })),
  );
  const roles = [...new Set(seats.map(({ role }) => role))];
  const owner = new pg.Client(database.address.owner);
  await owner.connect();
  const run = (text: string, values: unknown[] = []) => owner.query(text, values);
  try {
    await run('begin');
    await run(
      `insert into accounts (id, name, email, is_administrator, is_auditor, created_at, updated_at)
       select uuidv7(), (array['Ana','Ben','Cy','Dee','Eli','Fay','Gus','Hal'])[1 + n % 8] || ' ' || initcap(substr(md5(n::text), 1, 7)),
         'person-' || n || '@organisation.example', false, n % 200 = 0, now(), now()
       from generate_series(1, $1 - (select count(*) from accounts)) n`,
      [size.people],
    );
    await run(
      'create temporary table staff on commit drop as select id, name, row_number() over (order by id) - 1 as place from accounts',
    );
    await run('create unique index on staff (place)');
    await run(
      `insert into initiatives (id, slug, name, question, question_kind, visibility, iteration, iteration_began_at,
         playbook, created_by, created_at)
       select uuidv7(), 'line-' || n, (array['Churn','Upsell','Maintenance','Fraud','Stock'])[1 + n % 5] || ' in region ' || n,
         'How can we ' || (array['reduce churn','sell more','repair earlier','find fraud','order less'])[1 + n % 5] || ' in region ' || n || ' this year?',
         'open', case when hashint4(n) % 5 = 0 then 'private' else 'open' end, 1, now() - interval '300 days',
         $2, (select id from staff where place = n % $3), now() - interval '300 days'
       from generate_series(1, $1::int) n order by n`,
      [size.initiatives, STANDARD_PLAYBOOK.id, size.people],
    );
    // From here on no trigger and no check of references runs; only the owner of the server may ask for that.
    await run(`set local session_replication_role = 'replica'`);
    await run(
      `insert into closed_steps (initiative_no, iteration, step, closed_at, closed_by)
       select i.no, 1, s.step, now() - make_interval(days => 200 - s.place::int), i.created_by
       from initiatives i cross join unnest($1::text[]) with ordinality s (step, place) where s.place <= i.no % 9`,
      [[...STEPS]],
    );
    await run(
      `insert into events (id, at, kind, sentence, actor_id, actor_name, subject_id, section, object_type, object_id, detail)
       select uuidv7(), now() - make_interval(secs => ($1 - n) * 20), 'comment.said', 'said: "Number ' || n || '"',
         p.id, p.name, i.id, ($4::text[])[1 + n % 8], 'comment', n::text, '{}'
       from generate_series(1, $1::int) n
       join initiatives i on i.no = 1 + floor($2 * power((hashint4(n)::bigint + 2147483648) / 4294967296.0, 2))::int
       join staff p on p.place = (i.no * 7 + n % 40) % $3
       order by n`,
      [size.events, size.initiatives, size.people, [...STEPS]],
    );
    await run(
      `insert into seats (id, initiative_no, step, role, account_id, seated_at, seated_by, last_contribution_at)
       select uuidv7(), i.no, s.step, s.role, p.id, now() - interval '250 days', i.created_by, heard.at
       from initiatives i cross join unnest($1::text[], $2::text[]) s (step, role)
       join staff p on p.place = (i.no * 7 + 5 * array_position($4::text[], s.role)) % $3
       left join (
         select subject_id, section, actor_id, max(at) as at from events where is_contribution(kind) group by 1, 2, 3
       ) heard on heard.subject_id = i.id and heard.section = s.step and heard.actor_id = p.id
       where not (s.role = 'architect' and i.no % 3 = 0)`,
      [seats.map(({ step }) => step), seats.map(({ role }) => role), size.people, roles],
    );
    await run('insert into lines_changed (initiative_no) select no from initiatives');
    await run(
      `insert into framing_versions (initiative_no, version, iteration, content, content_hash, state, proposed_by,
         proposed_by_name, proposed_at, locked_at)
       select no, 1, 1, $1::jsonb, 'hash', case when no % 10 = 1 then 'proposed' else 'locked' end, created_by, 'Somebody',
         now() - interval '100 days', now() - interval '90 days'
       from initiatives where no % 9 > 1`,
      [JSON.stringify(CHURN_FRAMING)],
    );
    await run(
      `insert into verdicts (initiative_no, number, id, iteration, phase_number, phase_hash, as_of, look, state, inputs_hash,
         report, context, taken_at, taken_by, taken_by_name)
       select no, 1, uuidv7(), 1, 1, 'hash', now(), 'read-out', 'WORKED', 'hash', $1::json, '{}', now(), created_by, 'Somebody'
       from initiatives where no % 9 = 8`,
      [JSON.stringify(reportOf())],
    );
    await run(
      `insert into kpi_points (initiative_no, batch_no, recorded_at, value, period_start, period_end, revision, kpi_id,
         segment, body_hash)
       select i.no, 1, now(), 12 - n * 0.1, date '2025-01-01' + n * 30, date '2025-01-30' + n * 30, 1, 'kpi', '', '\\x00'
       from initiatives i cross join generate_series(1, 18) n where i.no % 9 > 4`,
    );
    await run(
      `insert into return_tickets (id, initiative_no, initiative_id, iteration, verdict_number, state, headline, ask, opened_at)
       select uuidv7(), no, id, 1, 1, 'NO_EFFECT', 'It made no difference.', 'Change the action.', now() - interval '20 days'
       from initiatives where no % 9 = 8`,
    );
    await run(
      `insert into return_ticket_roles (ticket_id, role, place)
       select t.id, r.role, r.place from return_tickets t
       cross join unnest(array['sme', 'data-scientist']) with ordinality r (role, place)`,
    );
    await run(
      `insert into threads (id, initiative_no, kind, subject_type, subject_id, subject_part, label, step, path,
         addressed_roles, opened_by, opened_at, comment_count)
       select uuidv7(), i.no, case when n % 10 = 0 then 'flag' else 'talk' end, 'step', 'frame', '', 'Frame', 'frame',
         '/i/' || i.slug || '/frame', case when n % 10 = 0 then array['data-scientist', 'data-engineer'] else '{}' end,
         i.created_by, now(), 2
       from initiatives i cross join generate_series(1, 10) n`,
    );
    await run(
      `insert into comments (id, thread_no, kind, author_id, roles, text, mentions, said_at)
       select uuidv7(), t.no, 'said', t.opened_by, '{sme}',
         'Customers of region ' || t.no || ' ' || (array['leave','stay','buy','wait'])[1 + t.no % 4] || ' because of ' || md5(t.no::text), '[]', now()
       from threads t cross join generate_series(1, 2)`,
    );
    await run(
      `insert into decisions (id, thread_no, what, why, who, recorded_by, recorded_at)
       select uuidv7(), no, 'We leave out region ' || no, 'It is too small', 'Everybody', opened_by, now()
       from threads where no % 20 = 0`,
    );
    await run(
      `insert into notifications (id, account_id, event_seq, kind, initiative_no, matter, sentence, verb, minutes, path, is_ask, at)
       select uuidv7(), p.id, e.seq, e.kind, i.no, 'thread ' || e.seq % 500, e.actor_name || ' ' || e.sentence, 'Read', 1,
         '/i/' || i.slug || '/talk', e.seq % 7 = 0, e.at
       from events e join initiatives i on i.id = e.subject_id
       join staff p on p.place = e.seq % $1 where e.seq % 4 = 0`,
      [size.people],
    );
    await run('commit');
    // What autovacuum does within minutes of such a load.
    await run('vacuum analyze');
  } finally {
    await owner.end();
  }
}

/** As much of a report as the lists read, and as long as a real one. */
function reportOf(): object {
  return {
    verdict: { state: 'WORKED', brokenLink: null, grade: 'A', ask: 'Go on.' },
    answer: { headline: ['Churn fell where we acted.'] },
    numbers: { rows: [{ group: 'goal', id: 'whole', estimate: 2, lower: 1, upper: 3 }] },
    money: { label: 'measured', currency: 'EUR', netTotal: { estimate: 200_000, lower: 100_000, upper: 300_000 } },
    padding: 'x'.repeat(REPORT_PADDING),
  };
}
