import { type Kysely, sql } from 'kysely';
import type { Migration } from '../../platform/database/migrations.ts';
import { playbookId } from './playbook.ts';
import { contentHashOf } from './playbooks.store.ts';
import { SHIPPED_PLAYBOOKS } from './shipped-playbooks.ts';

/** Tables of the playbooks, their versions and what they did to initiatives. */
export const playbooksMigrations: readonly Migration[] = [
  {
    name: '0100-playbooks',
    async up(db) {
      await sql`
        create table playbooks (
          key text primary key,
          draft_revision int not null default 0,
          created_by uuid,
          created_by_name text not null,
          created_at timestamptz(3) not null
        )`.execute(db);
      // The text of a version is kept as it was written (json, not jsonb): the order of its seats is the order on screen.
      await sql`
        create table playbook_versions (
          id text primary key,
          key text not null references playbooks,
          version int not null,
          content json not null,
          content_hash text not null,
          change_note text not null,
          published_by uuid,
          published_by_name text not null,
          published_at timestamptz(3) not null,
          unique (key, version)
        )`.execute(db);
      // The steps once more as rows, so that one statement finds the present step of many initiatives.
      await sql`
        create table playbook_steps (
          playbook text not null references playbook_versions,
          place int not null,
          step text not null,
          part text not null,
          name text not null,
          primary key (playbook, place),
          unique (playbook, step)
        )`.execute(db);
      await sql`
        create table playbook_drafts (
          key text primary key references playbooks,
          content json not null,
          updated_by uuid not null,
          updated_by_name text not null,
          updated_at timestamptz(3) not null
        )`.execute(db);
      await sql`
        create function refuse_change_of_playbook() returns trigger language plpgsql as $$
        begin
          raise exception 'a published playbook never changes: % of table % is refused', tg_op, tg_table_name
            using errcode = 'insufficient_privilege';
        end $$`.execute(db);
      await stay(db, ['playbook_versions', 'playbook_steps']);
      await publishShipped(db);
      await sql`
        alter table initiatives
          add constraint initiatives_playbook foreign key (playbook) references playbook_versions`.execute(db);
    },
  },
  {
    name: '0101-approvals-and-moves',
    async up(db) {
      // Opening a step again takes its approvals back; the events keep who gave them.
      await sql`
        create table step_approvals (
          initiative_no bigint not null references initiatives,
          iteration int not null,
          step text not null,
          role text not null,
          account_id uuid not null,
          name text not null,
          at timestamptz(3) not null,
          primary key (initiative_no, iteration, step, role)
        )`.execute(db);
      await sql`
        create table playbook_moves (
          initiative_no bigint not null references initiatives,
          number int not null,
          from_playbook text not null references playbook_versions,
          to_playbook text not null references playbook_versions,
          reason text not null,
          changes json not null,
          moved_by uuid not null,
          moved_by_name text not null,
          moved_at timestamptz(3) not null,
          primary key (initiative_no, number)
        )`.execute(db);
      await stay(db, ['playbook_moves']);
    },
  },
  {
    name: '0241-retired-playbooks',
    async up(db) {
      // A playbook that is offered again has no row; the events keep what was.
      await sql`
        create table playbook_retirements (
          key text primary key references playbooks,
          reason text not null,
          retired_by uuid not null,
          retired_by_name text not null,
          retired_at timestamptz(3) not null
        )`.execute(db);
    },
  },
];

async function stay(db: Kysely<unknown>, tables: readonly string[]): Promise<void> {
  for (const table of tables) {
    await sql`
      create trigger ${sql.id(`${table}_stay`)} before update or delete on ${sql.table(table)}
      for each row execute function refuse_change_of_playbook()`.execute(db);
  }
}

/** An installation begins with the shipped playbooks; a test holds their content to what was released. */
async function publishShipped(db: Kysely<unknown>): Promise<void> {
  for (const [key, content] of Object.entries(SHIPPED_PLAYBOOKS)) {
    const id = playbookId(key, 1);
    await sql`insert into playbooks (key, created_by_name, created_at) values (${key}, 'Throughline', now())`.execute(
      db,
    );
    await sql`
      insert into playbook_versions
        (id, key, version, content, content_hash, change_note, published_by_name, published_at)
      values (${id}, ${key}, 1, ${JSON.stringify(content)}::json, ${contentHashOf(content)},
        'Shipped with Throughline.', 'Throughline', now())`.execute(db);
    for (const [place, { step, part, name }] of content.steps.entries()) {
      await sql`
        insert into playbook_steps (playbook, place, step, part, name)
        values (${id}, ${place}, ${step}, ${part}, ${name})`.execute(db);
    }
  }
}
