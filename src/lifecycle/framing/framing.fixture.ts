import { Problem } from '../../platform/contract/index.ts';
import type { Database, Transaction } from '../../platform/database/database.ts';
import { newId } from '../../platform/database/new-id.ts';
import { openTestDatabase } from '../../platform/database/test-database.ts';
import { eventsMigrations } from '../../platform/events/events.migrations.ts';
import { readEvents } from '../../platform/events/events.store.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import { initiativesMigrations } from '../initiatives/initiatives.migrations.ts';
import { insertInitiative } from '../initiatives/initiatives.store.ts';
import { type Role, STANDARD_PLAYBOOK } from '../people/index.ts';
import { peopleMigrations } from '../people/people.migrations.ts';
import { rolesOf, takeSeats } from '../people/people.store.ts';
import { approveTranslation, translationHashOf } from './approve-translation.use-case.ts';
import { framingMigrations } from './framing.migrations.ts';
import { CHURN_FRAMING } from './framing-content.fixture.ts';
import type { LockedFraming } from './framing-version.ts';
import { proposeFraming } from './propose-framing.use-case.ts';
import { readFraming } from './read-framing.use-case.ts';
import { requiredSigners } from './required-signers.ts';
import { saveDraft } from './save-draft.use-case.ts';
import { type SignPorts, signFraming } from './sign-framing.use-case.ts';
import { needsApprovedTranslation } from './translation.ts';

/** The expert, the data scientist, the sponsor, and Dan, who has no seat. */
export const ANA = { accountId: newId(), name: 'Ana' };
export const BEN = { accountId: newId(), name: 'Ben' };
export const CLEO = { accountId: newId(), name: 'Cleo' };
export const DAN = { accountId: newId(), name: 'Dan' };

/** Somebody who acts on the framing. */
export type Person = typeof ANA;

/** An initiative with its seats taken, whose framing is drafted, put forward and signed; every test has one of its own. */
export class FramingTest {
  readonly database: Database;
  readonly ports: SignPorts;
  initiative: StoredInitiative;
  now: Date;
  onLocked: (tx: Transaction, framing: LockedFraming) => Promise<void>;
  lockedVersions: number[] = [];

  private constructor(database: Database, initiative: StoredInitiative) {
    this.database = database;
    this.initiative = initiative;
    this.now = BEGIN;
    this.onLocked = async () => undefined;
    this.ports = {
      database,
      now: () => this.now,
      rolesOf,
      requiredSigners: async () => requiredSigners(STANDARD_PLAYBOOK),
      needsApprovedTranslation: async () => needsApprovedTranslation(STANDARD_PLAYBOOK),
      onLocked: (tx, _, framing) => this.onLocked(tx, framing),
    };
  }

  /** Opens a database with an initiative in it. */
  static async open(): Promise<FramingTest> {
    const database = await openTestDatabase([
      ...eventsMigrations,
      ...initiativesMigrations,
      ...peopleMigrations,
      ...framingMigrations,
    ]);
    return new FramingTest(database, await insertChurn(database));
  }

  /** Goes on with a new initiative, on the first day. */
  async another(): Promise<void> {
    this.now = BEGIN;
    this.lockedVersions = [];
    this.onLocked = async (_, framing) => void this.lockedVersions.push(framing.version);
    this.initiative = await insertChurn(this.database);
    await this.seat(ANA, 'sme');
    await this.seat(BEN, 'data-scientist');
    await this.seat(CLEO, 'sponsor');
  }

  async seat({ accountId }: { readonly accountId: string }, role: Role): Promise<void> {
    const place = { initiativeNo: this.initiative.no, accountId, role, steps: ['frame'] as const };
    await this.database.transaction((tx) => takeSeats(tx, { ...place, seatedBy: ANA.accountId, at: this.now }));
  }

  /** Saves a framing over whatever the draft is now; `dmin` tells the versions apart. */
  async save(dmin: number, actor: Person = BEN): Promise<number> {
    const { draft } = await readFraming(this.database, this.initiative);
    const content = { ...CHURN_FRAMING, successCriterion: { ...CHURN_FRAMING.successCriterion, dmin } };
    return saveDraft(this.ports, actor, this.initiative, { content, revision: draft.revision });
  }

  async propose(dmin: number, amendmentReason?: string) {
    const revision = await this.save(dmin);
    const version = await proposeFraming(this.ports, BEN, this.initiative, { revision, amendmentReason });
    await this.approve(ANA, version.content.translation);
    return version;
  }

  approve(actor: Person, translation: string) {
    const textHash = translationHashOf(this.initiative.question, translation);
    return approveTranslation(this.ports, actor, this.initiative, textHash);
  }

  sign(actor: Person, role: Role, { version, contentHash }: { version: number; contentHash: string }) {
    return signFraming(this.ports, actor, this.initiative, { version, role, contentHash });
  }

  async lock(dmin: number, amendmentReason?: string) {
    const version = await this.propose(dmin, amendmentReason);
    await this.sign(ANA, 'sme', version);
    await this.sign(BEN, 'data-scientist', version);
    return this.sign(CLEO, 'sponsor', version);
  }

  /** What was recorded about the framing, the newest last. */
  async kinds(): Promise<readonly string[]> {
    const events = await readEvents(this.database, { subjectId: this.initiative.id, limit: 100 });
    return events.map(({ kind }) => kind).reverse();
  }
}

/** How an attempt ended: the code of its refusal, or "done". */
export async function outcomeOf(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(
    () => 'done',
    (error: unknown) => {
      if (error instanceof Problem) return error.code;
      throw error;
    },
  );
}

const BEGIN = new Date('2026-01-05T09:00:00.000Z');

function insertChurn(database: Database): Promise<StoredInitiative> {
  const id = newId();
  return database.transaction((tx) =>
    insertInitiative(tx, {
      id,
      slug: `churn-${id}`,
      name: 'Churn',
      question: 'Reduce churn by 10% this quarter.',
      questionKind: 'defined',
      visibility: 'open',
      iteration: 1,
      createdBy: ANA.accountId,
      createdAt: BEGIN.toISOString(),
      playbook: 'standard@1',
    }),
  );
}
