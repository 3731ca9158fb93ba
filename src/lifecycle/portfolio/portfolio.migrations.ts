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
];
