import type { Transaction } from '../../platform/database/queryable.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { currentDraft } from './current-draft.use-case.ts';
import { lockFraming } from './framing.store.ts';
import { putDraft } from './framing-drafts.store.ts';
import { type FramingPorts, framingEvent } from './save-draft.use-case.ts';
import { withScaleOfUnit } from './scale-of-unit.ts';

/**
 * Begins the draft of a new initiative with what was known before anybody framed it, e.g. the KPI from the questions that
 * whoever asked has answered. A draft that somebody has saved already stays as it is.
 */
export async function beginDraft(
  ports: Pick<FramingPorts, 'now' | 'rolesOf' | 'database'>,
  tx: Transaction,
  actor: Actor,
  initiative: StoredInitiative,
  content: Readonly<Record<string, unknown>>,
): Promise<void> {
  await lockFraming(tx, initiative.no);
  const draft = await currentDraft(tx, initiative);
  if (draft.saved) return;
  const at = ports.now();
  await putDraft(tx, {
    initiativeNo: initiative.no,
    iteration: initiative.iteration,
    content: withScaleOfUnit(content),
    revision: draft.revision + 1,
    updatedBy: actor.accountId,
    updatedByName: actor.name,
    updatedAt: at,
    // What is known about the KPI is no translation of the question.
    writer: null,
  });
  await appendEvent(
    tx,
    {
      kind: 'framing.begun',
      sentence: 'began the framing with what was answered about the question',
      ...(await framingEvent(ports, tx, actor, initiative)),
      objectType: 'framing-draft',
      objectId: `${initiative.id}/${initiative.iteration}`,
      detail: { iteration: initiative.iteration, parts: Object.keys(content) },
    },
    at,
  );
}
