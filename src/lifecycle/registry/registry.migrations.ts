import { sql } from 'kysely';
import type { Migration } from '../../platform/database/migrations.ts';

/** Tables of registered models, and of who agreed to what went live when. */
export const registryMigrations: readonly Migration[] = [
  {
    name: '0166-registered-models',
    async up(db) {
      await sql`
        create table registered_models (
          no bigint generated always as identity primary key,
          name text not null,
          description text not null,
          created_by uuid,
          created_by_name text not null,
          created_at timestamptz(3) not null,
          updated_at timestamptz(3) not null,
          deleted_at timestamptz(3)
        )`.execute(db);
      // A deleted model keeps its rows and leaves its name to others.
      await sql`create unique index registered_models_by_name on registered_models (name) where deleted_at is null`.execute(
        db,
      );
      await sql`
        create table model_versions (
          no bigint generated always as identity primary key,
          model_no bigint not null references registered_models,
          version int not null,
          source text not null,
          storage_path text collate "C",
          run_id text,
          run_link text,
          logged_model_id text,
          experiment_no bigint,
          description text not null,
          stage text not null,
          created_by uuid,
          created_by_name text not null,
          author_ids uuid[] not null,
          created_at timestamptz(3) not null,
          updated_at timestamptz(3) not null,
          deleted_at timestamptz(3),
          unique (model_no, version)
        )`.execute(db);
      await sql`create index model_versions_by_run on model_versions (run_id) where run_id is not null`.execute(db);
      await sql`create index model_versions_by_experiment on model_versions (experiment_no) where experiment_no is not null`.execute(
        db,
      );
      await sql`create index model_versions_by_files on model_versions (storage_path) where storage_path is not null`.execute(
        db,
      );
      await sql`create index model_versions_by_age on model_versions (updated_at desc, no) where deleted_at is null`.execute(
        db,
      );
      await sql`
        create table registered_model_tags (
          model_no bigint not null references registered_models,
          key text not null,
          value text not null,
          primary key (model_no, key)
        )`.execute(db);
      await sql`
        create table model_version_tags (
          version_no bigint not null references model_versions,
          key text not null,
          value text not null,
          primary key (version_no, key)
        )`.execute(db);
      await sql`
        create table model_aliases (
          model_no bigint not null,
          alias text not null,
          version int not null,
          primary key (model_no, alias),
          foreign key (model_no, version) references model_versions (model_no, version)
        )`.execute(db);
    },
  },
  {
    name: '0167-live-versions',
    async up(db) {
      await sql`
        create table protected_aliases (
          alias text primary key,
          protected_at timestamptz(3) not null
        )`.execute(db);
      await sql`insert into protected_aliases (alias, protected_at) values ('champion', now())`.execute(db);
      await sql`
        create table alias_proposals (
          id uuid primary key,
          model_no bigint not null references registered_models,
          alias text not null,
          version int,
          initiative_no bigint not null references initiatives,
          reason text not null,
          files_sha256 text not null,
          proposed_by uuid not null,
          proposed_by_name text not null,
          proposed_at timestamptz(3) not null,
          state text not null check (state in ('open', 'approved', 'refused', 'withdrawn')),
          closed_at timestamptz(3),
          check ((state = 'open') = (closed_at is null)),
          foreign key (model_no, version) references model_versions (model_no, version)
        )`.execute(db);
      await sql`create unique index alias_proposals_open on alias_proposals (model_no, alias) where state = 'open'`.execute(
        db,
      );
      await sql`create index alias_proposals_by_model on alias_proposals (model_no, proposed_at desc)`.execute(db);
      await sql`create index alias_proposals_by_initiative on alias_proposals (initiative_no, proposed_at desc)`.execute(
        db,
      );
      await sql`
        create table proposal_decisions (
          proposal_id uuid not null references alias_proposals,
          role text not null,
          decision text not null check (decision in ('approve', 'refuse')),
          reason text not null,
          account_id uuid not null,
          account_name text not null,
          decided_at timestamptz(3) not null,
          primary key (proposal_id, role),
          unique (proposal_id, account_id)
        )`.execute(db);
      await sql`
        create table deployments (
          id uuid primary key,
          model_no bigint not null,
          alias text not null,
          version int not null,
          from_at timestamptz(3) not null,
          until_at timestamptz(3),
          moved_by uuid,
          moved_by_name text not null,
          proposal_id uuid references alias_proposals,
          check (until_at is null or until_at >= from_at),
          foreign key (model_no, version) references model_versions (model_no, version)
        )`.execute(db);
      await sql`create unique index deployments_open on deployments (model_no, alias) where until_at is null`.execute(
        db,
      );
      await sql`create index deployments_by_time on deployments (model_no, alias, from_at desc)`.execute(db);
      await keepIntervals(db);
    },
  },
  {
    name: '0336-who-deleted-versions',
    async up(db) {
      await sql`alter table model_versions add column deleted_by_name text`.execute(db);
    },
  },
  {
    name: '0385-where-copies-have-their-files',
    async up(db) {
      // Where the files of a copied version are when they are not in the store: the copied one may get another name.
      await sql`alter table model_versions add column files_uri text`.execute(db);
      // A copy of a copy is known one round later.
      for (;;) {
        const { rows } = await sql`
          update model_versions v set files_uri = coalesce(o.files_uri, o.source)
          from model_versions o join registered_models m on m.no = o.model_no
          where v.files_uri is null and v.storage_path is null and o.storage_path is null
            and v.source = 'models:/' || m.name || '/' || o.version
            and (o.files_uri is not null or o.source not like 'models:%')
          returning v.no`.execute(db);
        if (rows.length === 0) break;
      }
    },
  },
];

/** What was live when is history: an interval may be closed once and is otherwise never changed or removed. */
async function keepIntervals(db: Parameters<Migration['up']>[0]): Promise<void> {
  await sql`
    create function refuse_change_of_deployment() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' and old.until_at is null and new.until_at is not null
        and (to_jsonb(old) - 'until_at') = (to_jsonb(new) - 'until_at') then
        return new;
      end if;
      raise exception 'what was live when is never changed: % of table % is refused', tg_op, tg_table_name
        using errcode = 'insufficient_privilege';
    end $$`.execute(db);
  await sql`
    create trigger deployments_kept before update or delete on deployments
    for each row execute function refuse_change_of_deployment()`.execute(db);
}
