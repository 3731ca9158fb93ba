import { appendEvent } from '../../platform/events/events.store.ts';
import type { Actor } from '../initiatives/index.ts';
import type { SettingPorts } from './change-departments.use-case.ts';
import { putFiscalYearStart } from './idea-settings.store.ts';

/** Sets the month, from 1, in which the organisation's year begins. */
export async function setFiscalYear(
  ports: SettingPorts,
  actor: Actor,
  startMonth: number,
): Promise<{ readonly startMonth: number }> {
  await ports.database.transaction(async (tx) => {
    await putFiscalYearStart(tx, startMonth);
    await appendEvent(
      tx,
      {
        kind: 'fiscal-year.changed',
        sentence: `set the beginning of the business year to month ${startMonth}`,
        actorId: actor.accountId,
        actorName: actor.name,
        objectType: 'installation',
        objectId: 'fiscal-year',
        detail: { startMonth },
      },
      ports.now(),
    );
  });
  return { startMonth };
}
