import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { authMigrations } from '../../platform/auth/auth.migrations.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Migration } from '../../platform/database/migrations.ts';
import { openTestDatabase } from '../../platform/database/test-database.ts';
import { eventsMigrations } from '../../platform/events/events.migrations.ts';
import { initiativesMigrations } from '../initiatives/initiatives.migrations.ts';
import { peopleMigrations } from '../people/people.migrations.ts';
import { playbooksMigrations } from '../people/playbooks.migrations.ts';
import { conversationMigrations } from './conversation.migrations.ts';

const EVA = '01890000-0000-7000-8000-0000000000e1';
const LINE = '01890000-0000-7000-8000-0000000000a1';

/** What an installation had before there were conversations: remarks at steps, which stood in the log alone. */
const before: Migration = {
  name: '0120-z-remarks-of-an-earlier-installation',
  async up(db) {
    await sql`
      insert into accounts (id, email, name, is_administrator, is_auditor, created_at, updated_at)
      values (${EVA}::uuid, 'eva@example.com', 'Eva', false, false, now(), now())`.execute(db);
    await sql`
      insert into initiatives (id, slug, name, question, question_kind, visibility, iteration_began_at, playbook, created_by,
        created_at)
      values (${LINE}::uuid, 'keep', 'Keep', 'How can we keep more?', 'open', 'open', now(), 'standard@1', ${EVA}::uuid, now())`.execute(
      db,
    );
    const remark = (kind: string, section: string | null, text: string, at: string, actingAs: string | null) => sql`
      insert into events (id, at, actor_id, actor_name, acting_as, kind, sentence, subject_id, section, object_type, object_id, detail)
      values (gen_random_uuid(), ${at}::timestamptz, ${EVA}::uuid, 'Eva', ${actingAs}, ${kind}, 'said something', ${LINE}::uuid, ${section},
        'step', 'x', ${JSON.stringify({ text })}::jsonb)`;
    await remark('table.remark', 'prepare', 'The dates are wrong.', '2026-01-05T10:00:00Z', 'sme,sponsor').execute(db);
    await remark('table.remark', 'ask', 'Who pays?', '2026-01-04T10:00:00Z', null).execute(db);
    await remark('seat.taken', 'ask', 'no remark', '2026-01-03T10:00:00Z', null).execute(db);
  },
};

let database: Database;
beforeAll(async () => {
  const migrations = [
    ...eventsMigrations,
    ...authMigrations,
    ...initiativesMigrations,
    ...peopleMigrations,
    ...playbooksMigrations,
    ...conversationMigrations,
  ];
  database = await openTestDatabase([...migrations, before].toSorted((a, b) => (a.name < b.name ? -1 : 1)));
});
afterAll(() => database.close());

it('what was said at steps before there were conversations is one thread for each remark, word for word', async () => {
  const threads = await database.query(
    `select t.subject_type, t.subject_id, t.label, t.step, t.path, t.kind, t.closed_at, t.comment_count, c.text, c.roles,
       c.author_id, c.said_at
     from threads t join comments c on c.thread_no = t.no order by c.said_at`,
  );
  const shared = { subject_type: 'step', kind: 'talk', closed_at: null, comment_count: 1, author_id: EVA };
  expect(threads).toEqual([
    {
      ...shared,
      subject_id: 'ask',
      label: 'Ask',
      step: 'ask',
      path: '/i/keep/ask',
      text: 'Who pays?',
      roles: [],
      said_at: new Date('2026-01-04T10:00:00Z'),
    },
    {
      ...shared,
      subject_id: 'prepare',
      label: 'Prepare',
      step: 'prepare',
      // The page of Prepare is the one of the data.
      path: '/i/keep/data',
      text: 'The dates are wrong.',
      roles: ['sme', 'sponsor'],
      said_at: new Date('2026-01-05T10:00:00Z'),
    },
  ]);
});
