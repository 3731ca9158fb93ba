import type { Queryable } from '../../platform/database/queryable.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { type AssumptionFinding, type AssumptionRegister, listAssumptions } from './assumption.ts';
import { refuseFraming } from './framing.errors.ts';
import { findVersion } from './framing.store.ts';
import { insertAnswer, latestAnswers } from './framing-agreements.store.ts';
import type { FramingVersion } from './framing-version.ts';
import { type FramingPorts, framingEvent } from './save-draft.use-case.ts';

/** What somebody found out about one assumption of a signed version, and how. */
export interface GivenFinding {
  readonly version: number;
  readonly assumptionId: string;
  readonly finding: AssumptionFinding;
  readonly reason: string;
}

/**
 * A person says whether an assumption of a signed framing held, with the reason. Nothing is overwritten: a later answer
 * stands beside the earlier ones and counts in their place.
 * @throws Problem FRAMING_VERSION_UNKNOWN, FRAMING_ASSUMPTION_NOT_SIGNED, FRAMING_ASSUMPTION_UNKNOWN
 */
export async function answerAssumption(
  ports: FramingPorts,
  actor: Actor,
  initiative: StoredInitiative,
  given: GivenFinding,
): Promise<AssumptionRegister> {
  return ports.database.transaction(async (tx) => {
    const { version, assumptionId, finding, reason } = given;
    const found = await findVersion(tx, initiative.no, version);
    if (!found) throw refuseFraming('FRAMING_VERSION_UNKNOWN', { version });
    if (found.lockedAt === null) throw refuseFraming('FRAMING_ASSUMPTION_NOT_SIGNED', { version });
    const assumption = listAssumptions(found.content.assumptions).find(({ id }) => id === assumptionId);
    if (!assumption) throw refuseFraming('FRAMING_ASSUMPTION_UNKNOWN', { version });
    const at = ports.now();
    await insertAnswer(tx, initiative.no, version, {
      assumptionId,
      finding,
      reason,
      accountId: actor.accountId,
      name: actor.name,
      at,
    });
    const held = finding === 'held' ? 'held' : 'did not hold';
    await appendEvent(
      tx,
      {
        kind: 'framing.assumption-answered',
        sentence: `found that an assumption ${held}: "${assumption.statement}"`,
        ...(await framingEvent(ports, tx, actor, initiative)),
        section: 'learn',
        objectType: 'framing-assumption',
        objectId: `${initiative.id}/${version}/${assumptionId}`,
        reason,
        detail: { slug: initiative.slug, version, assumptionId, finding, believedBy: assumption.believedBy },
      },
      at,
    );
    return registerOf(tx, initiative, found);
  });
}

/** The register of a signed version with what people found out; `null` when there is no such version. */
export async function readRegister(
  queryable: Queryable,
  initiative: StoredInitiative,
  version: number,
): Promise<AssumptionRegister | null> {
  const found = await findVersion(queryable, initiative.no, version);
  return found && registerOf(queryable, initiative, found);
}

async function registerOf(
  queryable: Queryable,
  initiative: StoredInitiative,
  { version, content }: FramingVersion,
): Promise<AssumptionRegister> {
  const { metric, currency } = content.successCriterion;
  return {
    version,
    numbers: { metric, currency },
    assumptions: listAssumptions(content.assumptions),
    answers: await latestAnswers(queryable, initiative.no, version),
  };
}
