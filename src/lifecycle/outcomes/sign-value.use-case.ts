import { appendEvent } from '../../platform/events/events.store.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { MONEY_LABEL, moneyToRange } from './money-words.ts';
import { refuseOutcome } from './outcomes.errors.ts';
import type { TakenVerdictEntry } from './outcomes.schema.ts';
import { insertSignOff } from './outcomes.store.ts';
import { requireVerdict } from './replay-verdict.use-case.ts';
import type { OutcomeReport } from './report.schema.ts';
import type { VerdictPorts } from './take-verdict.use-case.ts';

/** What somebody signs. */
export interface ValueSignature {
  readonly number: number;
  readonly label: 'measured' | 'validated';
  readonly note: string | null;
}

/**
 * Signs the value of a verdict off as measured, or as validated by finance. Only a value that was shown may be: by a
 * lottery or at a threshold (grade A or B), in a settled verdict that measured money.
 * @throws Problem VERDICT_UNKNOWN, VALUE_NOT_SHOWN, VALUE_SIGNED_ALREADY
 */
export async function signValue(
  ports: Pick<VerdictPorts, 'database' | 'now'>,
  actor: Actor,
  initiative: StoredInitiative,
  { number, label, note }: ValueSignature,
): Promise<TakenVerdictEntry> {
  const { report, entry } = await requireVerdict(ports, initiative, number);
  const reason = whyNotShown(report);
  if (reason !== null || report.money === null) {
    throw refuseOutcome('VALUE_NOT_SHOWN', { number, reason: reason ?? NO_MONEY });
  }
  const { currency, netTotal } = report.money;
  const amount = `${moneyToRange(netTotal.lower, currency, netTotal)} to ${moneyToRange(netTotal.upper, currency, netTotal)}`;
  await ports.database.transaction(async (tx) => {
    const at = ports.now();
    const isNew = await insertSignOff(tx, initiative.no, number, {
      label,
      accountId: actor.accountId,
      name: actor.name,
      at,
      note,
    });
    if (!isNew) throw refuseOutcome('VALUE_SIGNED_ALREADY', { number, label });
    await appendEvent(
      tx,
      {
        kind: 'verdict.signed-off',
        sentence: `signed the value of verdict ${number} off as ${MONEY_LABEL[label]}: ${amount}`,
        actorId: actor.accountId,
        actorName: actor.name,
        actingAs: 'sponsor',
        subjectId: initiative.id,
        section: 'learn',
        objectType: 'verdict',
        objectId: entry.id,
        ...(note === null ? {} : { reason: note }),
        detail: { number, label, currency, lowerMinor: netTotal.lower, upperMinor: netTotal.upper },
      },
      at,
    );
  });
  return (await requireVerdict(ports, initiative, number)).entry;
}

const NO_MONEY = 'no money was measured in it.';

function whyNotShown({ verdict, answer }: OutcomeReport): string | null {
  if (verdict.grade !== 'A' && verdict.grade !== 'B') {
    return `its evidence is of grade ${verdict.grade}, and only A and B may be called shown.`;
  }
  return answer.evidence.word === 'shown' ? null : 'its answer is not settled.';
}
