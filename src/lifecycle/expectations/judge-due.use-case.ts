import { newId } from '../../platform/database/new-id.ts';
import { findDue } from './candidates.store.ts';
import { EXPECTATION_JOBS, type ExpectationPorts } from './expectation-ports.use-case.ts';
import { insertJudged, noteJob } from './judged-models.store.ts';
import { findDueOfRuns } from './models-of-runs.store.ts';

/**
 * Has every model judged that was not judged yet by what is expected now: a first model that is done, a model that a run
 * logged, a version that was registered, and all of them again when somebody changes an expectation or brings new data.
 */
export async function judgeDue(ports: ExpectationPorts): Promise<void> {
  const due = [...(await findDue(ports.database)), ...(await findDueOfRuns(ports.database))];
  for (const candidate of due) {
    await ports.database.transaction(async (tx) => {
      const id = newId();
      if (!(await insertJudged(tx, id, candidate, ports.now()))) return;
      await noteJob(tx, id, await ports.jobs.enqueue(tx, EXPECTATION_JOBS.judge, { judgedId: id }));
    });
  }
}
