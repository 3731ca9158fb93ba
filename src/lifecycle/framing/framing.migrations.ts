import { sql } from 'kysely';
import type { Migration } from '../../platform/database/migrations.ts';

/** Tables of the framing: the draft, its versions and their signatures. */
export const framingMigrations: readonly Migration[] = [
  {
    name: '0040-framings',
    async up(db) {
      await sql`
        create table framing_drafts (
          initiative_no bigint not null references initiatives,
          iteration int not null,
          content jsonb not null,
          revision int not null,
          updated_by uuid not null,
          updated_by_name text not null,
          updated_at timestamptz(3) not null,
          primary key (initiative_no, iteration)
        )`.execute(db);
      await sql`
        create table framing_versions (
          initiative_no bigint not null references initiatives,
          version int not null,
          iteration int not null,
          content jsonb not null,
          content_hash text not null,
          state text not null check (state in ('proposed', 'locked', 'superseded', 'withdrawn')),
          proposed_by uuid not null,
          proposed_by_name text not null,
          proposed_at timestamptz(3) not null,
          amendment_reason text,
          locked_at timestamptz(3),
          superseded_at timestamptz(3),
          primary key (initiative_no, version)
        )`.execute(db);
      await sql`create unique index framing_in_force on framing_versions (initiative_no) where state = 'locked'`.execute(
        db,
      );
      await sql`create unique index framing_waiting on framing_versions (initiative_no) where state = 'proposed'`.execute(
        db,
      );
      await sql`
        create table framing_sign_offs (
          initiative_no bigint not null,
          version int not null,
          role text not null,
          account_id uuid not null,
          name text not null,
          at timestamptz(3) not null,
          content_hash text not null,
          primary key (initiative_no, version, role),
          foreign key (initiative_no, version) references framing_versions
        )`.execute(db);
      await sql`
        create function refuse_change_of_framing() returns trigger language plpgsql as $$
        begin
          if tg_op = 'UPDATE' and tg_table_name = 'framing_versions' then
            if (to_jsonb(new) - array['state', 'locked_at', 'superseded_at'])
              = (to_jsonb(old) - array['state', 'locked_at', 'superseded_at']) then
              return new;
            end if;
          end if;
          raise exception 'what was put forward and signed stays: % of table % is refused', tg_op, tg_table_name
            using errcode = 'insufficient_privilege';
        end $$`.execute(db);
      for (const table of ['framing_versions', 'framing_sign_offs']) {
        await sql`
          create trigger ${sql.id(`${table}_stay`)} before update or delete on ${sql.table(table)}
          for each row execute function refuse_change_of_framing()`.execute(db);
      }
    },
  },
  {
    name: '0110-translation-approvals',
    async up(db) {
      for (const table of ['framing_drafts', 'framing_versions']) {
        await sql`
          alter table ${sql.table(table)}
            add column translated_by uuid,
            add column translated_by_name text`.execute(db);
      }
      await sql`
        create table framing_translation_approvals (
          no bigint generated always as identity primary key,
          initiative_no bigint not null references initiatives,
          text_hash text not null,
          translation text not null,
          account_id uuid not null,
          name text not null,
          at timestamptz(3) not null,
          unique (initiative_no, text_hash, account_id)
        )`.execute(db);
      await sql`
        create trigger framing_translation_approvals_stay before update or delete on framing_translation_approvals
        for each row execute function refuse_change_of_framing()`.execute(db);
    },
  },
  {
    name: '0111-assumption-answers',
    async up(db) {
      await sql`
        create table framing_assumption_answers (
          no bigint generated always as identity primary key,
          initiative_no bigint not null,
          version int not null,
          assumption_id text not null,
          finding text not null check (finding in ('held', 'did-not-hold')),
          reason text not null,
          account_id uuid not null,
          name text not null,
          at timestamptz(3) not null,
          foreign key (initiative_no, version) references framing_versions
        )`.execute(db);
      await sql`create index framing_assumption_answers_of on framing_assumption_answers (initiative_no, version)`.execute(
        db,
      );
      await sql`
        create trigger framing_assumption_answers_stay before update or delete on framing_assumption_answers
        for each row execute function refuse_change_of_framing()`.execute(db);
    },
  },
  {
    // What lists say of a framing, taken out of its content once, when it is put forward: a list over all lines would read
    // the whole of each.
    name: '0230-framing-summaries',
    async up(db) {
      await sql`
        create function framing_summary(content jsonb) returns jsonb language sql immutable parallel safe as $$
          select jsonb_build_object(
            'riskTier', content -> 'riskTier',
            'kpi', content -> 'kpi',
            'successCriterion', jsonb_strip_nulls(jsonb_build_object(
              'design', content #> '{successCriterion,design}',
              'readOutOn', content #> '{successCriterion,readOutOn}',
              'valuePerOutcomeCents', content #> '{successCriterion,valuePerOutcomeCents}',
              'currency', content #> '{successCriterion,currency}')))
        $$`.execute(db);
      // A column that is reckoned has no value yet before the row is written, so that it is left out of the comparison;
      // nobody can give it another one.
      await sql`
        create or replace function refuse_change_of_framing() returns trigger language plpgsql as $$
        begin
          if tg_op = 'UPDATE' and tg_table_name = 'framing_versions' then
            if (to_jsonb(new) - array['state', 'locked_at', 'superseded_at', 'summary'])
              = (to_jsonb(old) - array['state', 'locked_at', 'superseded_at', 'summary']) then
              return new;
            end if;
          end if;
          raise exception 'what was put forward and signed stays: % of table % is refused', tg_op, tg_table_name
            using errcode = 'insufficient_privilege';
        end $$`.execute(db);
      await sql`
        alter table framing_versions
          add column summary jsonb not null generated always as (framing_summary(content)) stored`.execute(db);
    },
  },
];
