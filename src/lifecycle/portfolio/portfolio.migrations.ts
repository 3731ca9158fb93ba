import { sql } from 'kysely';
import type { Migration } from '../../platform/database/migrations.ts';

/** What this room needs to ask a question of every line at once: an index, and a summary that is made from other tables. */
export const portfolioMigrations: readonly Migration[] = [
  {
    name: '0080-portfolio',
    async up(db) {
      // Since when a step is open again is asked for every line of a list.
      await sql`
        create index events_of_reopening on events (subject_id, section, at) where kind = 'step.reopened'`.execute(db);
    },
  },
  {
    name: '0109-seats-under-way',
    async up(db) {
      await sql`
        create table seats_under_way (
          initiative_no bigint not null references initiatives,
          step text not null,
          part text not null,
          role text not null,
          account_id uuid,
          since timestamptz(3) not null,
          waits_since timestamptz(3) not null,
          -- Of everybody on the chair together: whether one of them was heard, and since when all have been quiet.
          is_chair_heard boolean not null,
          chair_quiet_since timestamptz(3) not null,
          -- One row of each chair stands for it where chairs are counted.
          is_first_of_chair boolean not null
        )`.execute(db);
      await sql`create index seats_under_way_of_line on seats_under_way (initiative_no)`.execute(db);
      await sql`create table lines_changed (initiative_no bigint not null)`.execute(db);
      await sql`create index lines_changed_no on lines_changed (initiative_no)`.execute(db);
      // The table is empty one moment and long the next, so no plan made for the one may read all of the other.
      // An initiative is marked once, not once for each event. The mark that is found is held, so that whoever settles
      // passes it over until this change can be seen; had it been taken away meanwhile, a new one is made.
      await sql`
        create function mark_line_changed() returns trigger language plpgsql set enable_seqscan to off as $$
        declare line bigint;
        begin
          select i.no into line from initiatives i where i.id = new.subject_id;
          if not found then return null; end if;
          perform from lines_changed c where c.initiative_no = line limit 1 for share;
          if not found then insert into lines_changed (initiative_no) values (line); end if;
          return null;
        end $$`.execute(db);
      await sql`
        create trigger events_mark_line_changed after insert on events for each row
        when (new.subject_id is not null) execute function mark_line_changed()`.execute(db);
      await sql`insert into lines_changed (initiative_no) select no from initiatives`.execute(db);
    },
  },
  {
    name: '0203-search',
    async up(db) {
      // Search reads the tables of other rooms as they are; only the indexes are its own. Each expression stands in
      // search.store.ts word for word.
      await sql`
        create index initiatives_words on initiatives using gin (to_tsvector('simple', name || ' ' || question))`.execute(
        db,
      );
      await sql`
        create index framing_versions_words on framing_versions
        using gin (jsonb_to_tsvector('simple', content, '["string"]')) where state in ('locked', 'proposed')`.execute(
        db,
      );
    },
  },
  {
    name: '0231-who-was-ever-heard',
    async up(db) {
      // Whoever asks who has never said a word would otherwise look through every seat of everybody.
      await sql`
        create index seats_heard on seats (account_id) where left_at is null and last_contribution_at is not null`.execute(
        db,
      );
    },
  },
  {
    name: '0232-seats-under-way-of-readers',
    async up(db) {
      // Who may see a line is asked of each of its chairs, which is quick only where the chair knows it. Everything is
      // settled anew, so that the column is filled by the same statement as later.
      await sql`truncate seats_under_way, lines_changed`.execute(db);
      await sql`alter table seats_under_way add column visibility text not null`.execute(db);
      await sql`insert into lines_changed (initiative_no) select no from initiatives`.execute(db);
      // The seats that wait for a first word, those that have waited longest first, and those of one person.
      await sql`
        create index seats_under_way_waiting on seats_under_way (waits_since, initiative_no, role)
        where account_id is not null and not is_chair_heard`.execute(db);
      await sql`
        create index seats_under_way_of_person on seats_under_way (account_id)
        where account_id is not null and not is_chair_heard`.execute(db);
      await sql`
        create index seats_under_way_empty on seats_under_way (role, part, since, initiative_no)
        where is_first_of_chair and account_id is null`.execute(db);
    },
  },
  {
    name: '0365-events-as-told',
    async up(db) {
      // What a person did many times in a day is told once, and what a client reports of runs as one thing; a decision is
      // always told on its own. The decisions are those of DECISION_KINDS; changes-by-others.test.ts holds them equal.
      await sql`
        create function told_as(kind text, seq bigint) returns text language sql immutable parallel safe
        return case
          when kind in ('decision.recorded', 'framing.signed', 'framing.locked', 'framing.amended',
            'framing.candidate-chosen', 'framing.translation-approved', 'step.closed', 'step.reopened', 'verdict.taken',
            'verdict.signed-off', 'ticket.answered', 'ticket.closed', 'iteration.begun', 'finding.closed',
            'playbook.moved', 'idea.promoted') then seq::text
          when kind like 'run.%' or kind = 'model.logged' then 'runs'
          else kind end`.execute(db);
      // Each expression stands in changes-by-others.store.ts word for word.
      await sql`
        create index events_as_told on events (
          subject_id,
          ((at at time zone 'UTC')::date),
          (coalesce(actor_id, '00000000-0000-0000-0000-000000000000'::uuid)),
          (told_as(kind, seq)),
          (coalesce(section, '')),
          seq
        ) where subject_id is not null`.execute(db);
    },
  },
];
