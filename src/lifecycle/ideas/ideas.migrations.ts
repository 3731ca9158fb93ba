import { sql } from 'kysely';
import type { Migration } from '../../platform/database/migrations.ts';

/** Tables of what people propose, and the indexes by which similar questions are found. */
export const ideasMigrations: readonly Migration[] = [
  {
    name: '0130-ideas',
    async up(db) {
      await sql`
        create table departments (
          no int generated always as identity primary key,
          id uuid not null unique,
          name text not null
        )`.execute(db);
      await sql`create unique index departments_by_name on departments (lower(name))`.execute(db);
      await sql`
        create table ideas (
          no bigint generated always as identity primary key,
          id uuid not null unique,
          sentence text not null,
          kind text not null check (kind in ('defined', 'open')),
          state text not null default 'open' check (state in ('open', 'promoted', 'merged', 'declined', 'withdrawn')),
          department_no int references departments,
          proposer_id uuid not null,
          proposer_name text not null,
          created_at timestamptz(3) not null,
          answers jsonb not null default '{}',
          revision int not null default 0,
          support_count int not null default 0,
          merged_into_no bigint references ideas,
          initiative_no bigint unique references initiatives,
          decided_at timestamptz(3),
          decided_by uuid,
          decided_by_name text,
          reason text,
          check ((state = 'merged') = (merged_into_no is not null)),
          check ((state = 'promoted') = (initiative_no is not null)),
          check (state = 'open' or num_nulls(decided_at, decided_by, decided_by_name) = 0)
        )`.execute(db);
      await sql`create index ideas_by_support on ideas (support_count desc, no desc)`.execute(db);
      await sql`create index ideas_by_target on ideas (merged_into_no) where merged_into_no is not null`.execute(db);
      await sql`
        create table idea_supports (
          idea_no bigint not null references ideas,
          account_id uuid not null,
          supported_at timestamptz(3) not null,
          primary key (idea_no, account_id)
        )`.execute(db);
      await sql`
        create table idea_stewards (
          account_id uuid primary key,
          named_by uuid not null,
          named_at timestamptz(3) not null
        )`.execute(db);
      // One row: what the organisation decided for reading dates.
      await sql`
        create table idea_settings (
          only_one boolean primary key default true check (only_one),
          fiscal_year_start int not null default 1 check (fiscal_year_start between 1 and 12)
        )`.execute(db);
      await sql`insert into idea_settings default values`.execute(db);
      // The words of whoever asked are kept for ever.
      await sql`
        create function refuse_change_of_sentence() returns trigger language plpgsql as $$
        begin
          raise exception 'what was proposed stays as it was said' using errcode = 'insufficient_privilege';
        end $$`.execute(db);
      await sql`
        create trigger ideas_verbatim before update on ideas for each row
        when (old.sentence is distinct from new.sentence or old.proposer_id is distinct from new.proposer_id)
        execute function refuse_change_of_sentence()`.execute(db);
    },
  },
  {
    name: '0131-similar-questions',
    async up(db) {
      await sql`
        alter table ideas add column words tsvector generated always as (to_tsvector('english', sentence)) stored`.execute(
        db,
      );
      await sql`create index ideas_by_words on ideas using gin (words)`.execute(db);
      // An index over an expression: the lists of initiatives read whole rows, which a column would make heavier.
      await sql`
        create index initiatives_by_words on initiatives
        using gin (to_tsvector('english', name || ' ' || question))`.execute(db);
      // Every word that a question ever used, once. A misspelt word is compared with these few thousand words and not
      // with every sentence, which takes a hundred times longer. The extension is a trusted one: whoever owns the
      // database may create it.
      await sql`create extension if not exists pg_trgm`.execute(db);
      await sql`create table question_words (word text primary key)`.execute(db);
      await sql`create index question_words_by_spelling on question_words using gin (word gin_trgm_ops)`.execute(db);
      await sql`
        create function remember_question_words() returns trigger language plpgsql as $$
        begin
          insert into question_words (word)
          select distinct word from regexp_split_to_table(
            lower(case when tg_table_name = 'ideas' then to_jsonb(new) ->> 'sentence' else to_jsonb(new) ->> 'question' end),
            '[^[:alpha:]]+') word
          where length(word) between 4 and 40
          order by word
          on conflict do nothing;
          return null;
        end $$`.execute(db);
      for (const table of ['ideas', 'initiatives']) {
        await sql`
          create trigger ${sql.id(`${table}_words`)} after insert on ${sql.table(table)}
          for each row execute function remember_question_words()`.execute(db);
      }
      await sql`
        insert into question_words (word)
        select distinct word from initiatives, regexp_split_to_table(lower(question), '[^[:alpha:]]+') word
        where length(word) between 4 and 40`.execute(db);
    },
  },
  {
    name: '0242-ideas-by-initiative',
    async up(db) {
      await sql`create index ideas_by_initiative on ideas (initiative_no) where initiative_no is not null`.execute(db);
    },
  },
];
