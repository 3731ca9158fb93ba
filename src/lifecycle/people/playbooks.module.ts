import type { Queryable } from '../../platform/database/database.ts';
import type { MountedApi } from '../../platform/http/handlers.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import { beginPlaybook, discardPlaybookDraft, importPlaybook, savePlaybookDraft } from './draft-playbook.use-case.ts';
import { type MovePorts, movePlaybook, previewMove } from './move-playbook.use-case.ts';
import { peoplePolicy } from './people.policy.ts';
import { type HeldWork, parsePlaybookId, playbookId, playbookInWords } from './playbook.ts';
import { playbookChanges } from './playbook-changes.ts';
import { HELD_WORK_NAME, heldInWords, heldUntilSigned, unsignedInWords } from './playbook-holds.ts';
import { movesOf } from './playbook-moves.store.ts';
import { findRetirement, retirements } from './playbook-retirements.store.ts';
import { refusePlaybook } from './playbooks.errors.ts';
import { playbooksRoutes } from './playbooks.routes.ts';
import {
  findPlaybook,
  findPlaybookVersion,
  latestVersion,
  listPlaybooks,
  type PlaybookVersion,
  versionsOf,
} from './playbooks.store.ts';
import { publishPlaybook } from './publish-playbook.use-case.ts';
import { tierOf } from './read-table.use-case.ts';
import { refuseRetired, retirePlaybook } from './retire-playbook.use-case.ts';
import { mayDo } from './rights.ts';
import type { Role } from './roles.ts';

/** The playbook of a new initiative for which none was chosen. */
const DEFAULT_KEY = 'standard';

/** What the playbooks need beside what the table needs. */
export interface PlaybooksPorts extends MovePorts {
  readonly require: (slug: string) => Promise<StoredInitiative>;
  readonly signedRoles: (initiative: StoredInitiative) => Promise<readonly Role[]>;
  readonly onPlaybooksChanged: () => void;
}

/** Wires the playbooks of the organisation; a part of the room of people. */
export function playbooksOf(
  ports: PlaybooksPorts,
  namesByRole: (initiative: StoredInitiative) => Promise<Readonly<Partial<Record<Role, string>>>>,
): {
  readonly mounted: MountedApi;
  playbookFor(queryable: Queryable, key: string | undefined): Promise<string>;
  refuseHeld(initiative: StoredInitiative, work: HeldWork): Promise<void>;
} {
  const { database } = ports;
  /** Who has not signed what a piece of work waits for, in words; `null` when it may begin. */
  const heldBy = async (initiative: StoredInitiative, work: HeldWork): Promise<string | null> => {
    const playbook = await ports.playbookOf(database, initiative);
    if (!playbook.holds.includes(work)) return null;
    const missing = heldUntilSigned(playbook, work, await ports.signedRoles(initiative));
    return missing.length === 0 ? null : unsignedInWords(missing, await namesByRole(initiative));
  };
  const changed = async <R>(work: Promise<R>): Promise<R> => {
    const result = await work;
    ports.onPlaybooksChanged();
    return result;
  };
  return {
    playbookFor: async (queryable, key = DEFAULT_KEY) => {
      const latest = await latestVersion(queryable, key);
      if (!latest) throw refusePlaybook('PLAYBOOK_UNKNOWN', { playbook: key });
      await refuseRetired(queryable, key, latest.content.name);
      return latest.id;
    },
    refuseHeld: async (initiative, work) => {
      const missing = await heldBy(initiative, work);
      if (missing !== null) throw refusePlaybook('PLAYBOOK_HOLDS', { work: HELD_WORK_NAME[work], missing });
    },
    mounted: playbooksRoutes({
      require: ports.require,
      list: async () => {
        const [books, retired] = await Promise.all([listPlaybooks(database), retirements(database)]);
        return books.map((book) => ({ ...book, retirement: retired.find(({ key }) => key === book.key) ?? null }));
      },
      mayEdit: (isAdministrator) => ({
        allowed: mayDo(peoplePolicy['playbook.edit'], { isAdministrator, isAuditor: false, roles: [], isOpen: true }),
        rule: peoplePolicy['playbook.edit'].sentence,
      }),
      read: async (key) => {
        const book = await findPlaybook(database, key);
        if (!book) throw refusePlaybook('PLAYBOOK_UNKNOWN', { playbook: key });
        const [versions, latest, retirement] = await Promise.all([
          versionsOf(database, key),
          latestVersion(database, key),
          findRetirement(database, key),
        ]);
        return { ...book, versions, latest, retirement };
      },
      begin: (actor, asked) => changed(beginPlaybook(ports, actor, asked)),
      save: (actor, key, given) => changed(savePlaybookDraft(ports, actor, key, given)),
      discard: (actor, key) => changed(discardPlaybookDraft(ports, actor, key)),
      retire: (actor, key, wish) => changed(retirePlaybook(ports, actor, key, wish)),
      publish: (actor, key, asked) => changed(publishPlaybook(ports, actor, key, asked)),
      version: (key, version) => requireVersion(database, playbookId(key, version)),
      changes: async (key, from, to) => {
        const before = await requireVersion(database, playbookId(key, from));
        if (to !== undefined) {
          return playbookChanges(before.content, (await requireVersion(database, playbookId(key, to))).content);
        }
        const book = await findPlaybook(database, key);
        if (!book?.draft) throw refusePlaybook('PLAYBOOK_NO_DRAFT', { key });
        return playbookChanges(before.content, book.draft.content);
      },
      importFile: (actor, given) => changed(importPlaybook(ports, actor, given)),
      ofInitiative: async (initiative) => {
        const playbook = await ports.playbookOf(database, initiative);
        const { key } = parsePlaybookId(playbook.id) ?? { key: playbook.id };
        const held = await Promise.all(
          playbook.holds.map(async (work) => {
            const missing = await heldBy(initiative, work);
            return missing === null ? [] : [{ work, missing, sentence: heldInWords([work], missing) }];
          }),
        );
        return {
          playbook,
          newest: (await latestVersion(database, key))?.id ?? playbook.id,
          risk: await tierOf(ports, database, initiative),
          held: held.flat(),
          moves: await namedMoves(ports, initiative),
        };
      },
      previewMove: (initiative, to) => previewMove(ports, database, initiative, to),
      move: (actor, initiative, asked) => movePlaybook(ports, actor, initiative, asked),
    }),
  };
}

/** The moves of an initiative, with both playbooks as they are called on screen. */
async function namedMoves(ports: PlaybooksPorts, initiative: StoredInitiative) {
  const nameOf = async (playbook: string) =>
    playbookInWords(await ports.playbookOf(ports.database, { ...initiative, playbook }));
  const moves = await movesOf(ports.database, initiative.no);
  return Promise.all(
    moves.map(async (move) => ({ ...move, fromName: await nameOf(move.from), toName: await nameOf(move.to) })),
  );
}

async function requireVersion(queryable: Queryable, id: string): Promise<PlaybookVersion> {
  const found = await findPlaybookVersion(queryable, id);
  if (!found) throw refusePlaybook('PLAYBOOK_UNKNOWN', { playbook: id });
  return found;
}
