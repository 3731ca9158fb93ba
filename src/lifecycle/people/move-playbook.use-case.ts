import type { Database } from '../../platform/database/database.ts';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { leaveSeat, sittersOf, takeSeats } from './people.store.ts';
import { parsePlaybookId, playbookInWords } from './playbook.ts';
import { type PlaybookMove, planMove } from './playbook-move.ts';
import { insertMove } from './playbook-moves.store.ts';
import { refusePlaybook } from './playbooks.errors.ts';
import { findPlaybookVersion } from './playbooks.store.ts';
import { type TablePorts, tierOf } from './read-table.use-case.ts';
import { refuseRetired } from './retire-playbook.use-case.ts';
import { removeApprovals } from './step-approvals.store.ts';

/** What moving an initiative to another playbook needs beside its table. */
export interface MovePorts extends TablePorts {
  readonly database: Database;
  /** Pins the initiative to another version; `null` when it is no longer on the one it had. */
  readonly repin: (tx: Transaction, initiative: StoredInitiative, playbook: string) => Promise<StoredInitiative | null>;
  readonly reopen: (tx: Transaction, initiative: StoredInitiative, step: string) => Promise<boolean>;
}

/**
 * What a move would change, without moving.
 * @throws Problem PLAYBOOK_UNKNOWN, PLAYBOOK_SAME, PLAYBOOK_RETIRED when it is not a version of the same playbook
 */
export async function previewMove(
  ports: TablePorts,
  queryable: Queryable,
  initiative: StoredInitiative,
  to: string,
): Promise<PlaybookMove> {
  if (to === initiative.playbook) throw refusePlaybook('PLAYBOOK_SAME', { playbook: to });
  const target = await findPlaybookVersion(queryable, to);
  if (!target) throw refusePlaybook('PLAYBOOK_UNKNOWN', { playbook: to });
  if (target.key !== parsePlaybookId(initiative.playbook)?.key) {
    await refuseRetired(queryable, target.key, target.content.name);
  }
  const from = await ports.playbookOf(queryable, initiative);
  const closed = await ports.closedSteps(queryable, initiative);
  return planMove(
    from,
    target.content,
    (await tierOf(ports, queryable, initiative)).tier,
    closed.map(({ step }) => step),
    await sittersOf(queryable, initiative),
  );
}

/**
 * Moves an initiative to another published version: people follow their roles, closed steps whose gate asks for more open
 * again, and what changed is recorded in sentences.
 * @throws Problem PLAYBOOK_UNKNOWN, PLAYBOOK_SAME, PLAYBOOK_RETIRED, PLAYBOOK_MOVED when somebody else moved it first
 */
export async function movePlaybook(
  ports: MovePorts,
  actor: Actor,
  known: StoredInitiative,
  asked: { readonly to: string; readonly reason: string },
): Promise<PlaybookMove> {
  const { to, reason } = asked;
  return ports.database.transaction(async (tx) => {
    const target = await findPlaybookVersion(tx, to);
    if (!target) throw refusePlaybook('PLAYBOOK_UNKNOWN', { playbook: to });
    if (to === known.playbook)
      throw refusePlaybook('PLAYBOOK_SAME', { playbook: playbookInWords({ id: to, ...target.content }) });
    const pinned = await ports.repin(tx, known, to);
    if (!pinned) throw refusePlaybook('PLAYBOOK_MOVED');
    const initiative = { ...pinned, playbook: known.playbook };
    const move = await previewMove(ports, tx, initiative, to);
    const from = await ports.playbookOf(tx, initiative);
    const at = ports.now();
    for (const { seatId } of move.emptied) await leaveSeat(tx, initiative.no, seatId, at);
    for (const { accountId, role, step } of move.seated) {
      await takeSeats(tx, {
        initiativeNo: initiative.no,
        accountId,
        role,
        steps: [step],
        seatedBy: actor.accountId,
        at,
      });
    }
    for (const step of [...move.reopened, ...move.dropped]) {
      await ports.reopen(tx, initiative, step);
      await removeApprovals(tx, initiative, step);
    }
    await insertMove(tx, initiative.no, {
      from: initiative.playbook,
      to,
      reason,
      changes: move.sentences,
      movedBy: actor.accountId,
      movedByName: actor.name,
      movedAt: at,
    });
    await appendEvent(
      tx,
      {
        kind: 'playbook.moved',
        sentence: `moved it from the playbook ${playbookInWords(from)} to ${playbookInWords({ id: to, ...target.content })}`,
        actorId: actor.accountId,
        actorName: actor.name,
        subjectId: initiative.id,
        objectType: 'initiative',
        objectId: initiative.id,
        reason,
        detail: {
          slug: initiative.slug,
          from: initiative.playbook,
          to,
          reopened: move.reopened,
          dropped: move.dropped,
          seated: move.seated.map(({ accountId, role, step }) => ({ accountId, role, step })),
          emptied: move.emptied.map(({ accountId, role, step }) => ({ accountId, role, step })),
          changes: move.sentences,
        },
      },
      at,
    );
    return move;
  });
}
