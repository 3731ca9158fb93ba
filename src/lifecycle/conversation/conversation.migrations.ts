import { sql } from 'kysely';
import type { Migration } from '../../platform/database/migrations.ts';

/** Tables of what people say about the objects and numbers of an initiative. */
export const conversationMigrations: readonly Migration[] = [
  {
    name: '0120-conversation',
    async up(db) {
      await sql`
        create table threads (
          no bigint generated always as identity primary key,
          id uuid not null unique,
          initiative_no bigint not null references initiatives,
          kind text not null check (kind in ('talk', 'flag')),
          subject_type text not null,
          subject_id text not null,
          subject_part text not null,
          label text not null,
          shown text,
          step text,
          path text not null,
          addressed_roles text[] not null,
          opened_by uuid not null references accounts,
          opened_at timestamptz(3) not null,
          closed_at timestamptz(3),
          comment_count int not null default 0
        )`.execute(db);
      await sql`create index threads_of_subject on threads (initiative_no, subject_type, subject_id, subject_part, no desc)`.execute(
        db,
      );
      await sql`create index threads_of_initiative on threads (initiative_no, no desc)`.execute(db);
      await sql`create index threads_waiting on threads (initiative_no) where kind = 'flag' and closed_at is null`.execute(
        db,
      );
      await sql`
        create table comments (
          no bigint generated always as identity primary key,
          id uuid not null unique,
          thread_no bigint not null references threads,
          kind text not null check (kind in ('said', 'answer', 'reopened')),
          author_id uuid not null references accounts,
          roles text[] not null,
          text text not null,
          mentions jsonb not null,
          said_at timestamptz(3) not null,
          edited_at timestamptz(3),
          removed_at timestamptz(3),
          words tsvector generated always as (to_tsvector('simple', case when removed_at is null then text else '' end)) stored
        )`.execute(db);
      await sql`create index comments_of_thread on comments (thread_no, no)`.execute(db);
      await sql`create index comments_words on comments using gin (words)`.execute(db);
      await sql`
        create table comment_versions (
          comment_no bigint not null references comments,
          version int not null,
          text text not null,
          replaced_at timestamptz(3) not null,
          primary key (comment_no, version)
        )`.execute(db);
      await sql`
        create table decisions (
          no bigint generated always as identity primary key,
          id uuid not null unique,
          thread_no bigint not null references threads,
          what text not null,
          why text not null,
          who text not null,
          recorded_by uuid not null references accounts,
          recorded_at timestamptz(3) not null,
          words tsvector generated always as (to_tsvector('simple', what || ' ' || why || ' ' || who)) stored
        )`.execute(db);
      await sql`create index decisions_of_thread on decisions (thread_no, no)`.execute(db);
      await sql`create index decisions_words on decisions using gin (words)`.execute(db);
      // What an author removed is told by no page any more, so the log looks for removals by their object.
      await sql`create index events_of_removal on events (object_id) where kind = 'comment.removed'`.execute(db);
    },
  },
  {
    name: '0121-earlier-remarks',
    async up(db) {
      // What was said at the steps before there were threads: one thread for each remark.
      await sql`
        with said as (
          select e.seq, e.at, e.actor_id, e.acting_as, e.section, e.detail ->> 'text' as text, i.no as initiative_no, i.slug,
            gen_random_uuid() as thread_id
          from events e join initiatives i on i.id = e.subject_id join accounts a on a.id = e.actor_id
          where e.kind = 'table.remark' and e.section is not null
        ),
        opened as (
          insert into threads (id, initiative_no, kind, subject_type, subject_id, subject_part, label, step, path,
            addressed_roles, opened_by, opened_at, comment_count)
          select thread_id, initiative_no, 'talk', 'step', section, '', initcap(section), section,
            '/i/' || slug || '/' || case section when 'prepare' then 'data' else section end,
            '{}', actor_id, at, 1
          from said order by seq
          returning no, id
        )
        insert into comments (id, thread_no, kind, author_id, roles, text, mentions, said_at)
        select gen_random_uuid(), o.no, 'said', s.actor_id, coalesce(string_to_array(s.acting_as, ','), '{}'), s.text, '[]', s.at
        from opened o join said s on s.thread_id = o.id order by s.seq`.execute(db);
    },
  },
];
