import type { Queryable } from '../../platform/database/queryable.ts';
import type { JsonObject } from '../../platform/events/event.ts';
import type { MountedApi } from '../../platform/http/handlers.ts';
import type { JobHandler } from '../../platform/jobs/jobs.ts';
import type { Caller } from '../experiments/index.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import { candidatesOfRun, candidatesOfVersion } from './candidates.store.ts';
import { compareGroups } from './compare-groups.use-case.ts';
import { EXPECTATION_JOBS, type ExpectationPorts } from './expectation-ports.use-case.ts';
import { expectationsRoutes } from './expectations.routes.ts';
import { failJudging, judgeCandidate } from './judge-candidate.use-case.ts';
import { judgeDue } from './judge-due.use-case.ts';
import { findJudged, isChecked } from './judged-models.store.ts';
import { previewExpectation } from './preview-expectation.use-case.ts';
import { readOffer, readReport, readReportsOf, readStory } from './read-expectations.use-case.ts';
import { changeExpectation, retireExpectation, writeExpectation } from './write-expectation.use-case.ts';

/** What the room is wired with. */
export interface ExpectationsDependencies extends ExpectationPorts {
  readonly require: (slug: string) => Promise<StoredInitiative>;
  /** Refuses runs and versions that somebody may not see. */
  readonly requireRun: (caller: Caller, runId: string) => Promise<unknown>;
  readonly requireVersion: (caller: Caller, name: string, version: number) => Promise<unknown>;
  /** Whether somebody may read an initiative. */
  readonly maySee: (caller: Caller, slug: string) => Promise<boolean>;
}

/** Expectations, as the composition mounts them. */
export interface ExpectationsModule {
  readonly mounted: MountedApi;
  /** For `startJobs`. */
  readonly jobHandlers: Readonly<Record<string, JobHandler>>;
  /** Has every model judged that is due. */
  judgeDue(): Promise<void>;
  /** Whether everything that is expected now was judged on some model. */
  isChecked(queryable: Queryable, initiativeNo: number): Promise<boolean>;
}

const GIVEN_UP =
  'It was tried several times and went wrong on our side. Change an expectation to have it tried again, and if it happens again ask whoever runs this installation: the log has the cause.';

/** Wires expectations. */
export function expectationsModule(dependencies: ExpectationsDependencies): ExpectationsModule {
  const ports: ExpectationPorts = dependencies;
  const { database } = ports;
  const visible = async (caller: Caller, found: Awaited<ReturnType<typeof readReportsOf>>) => {
    const seen = await Promise.all(found.map(({ initiative }) => dependencies.maySee(caller, initiative.slug)));
    return found.filter((_, at) => seen[at]);
  };
  return {
    mounted: expectationsRoutes({
      require: dependencies.require,
      withheldFrom: ports.withheldFrom,
      offer: (initiative) => readOffer(ports, initiative),
      report: (initiative) => readReport(database, initiative.no),
      write: (actor, initiative, written) => writeExpectation(ports, actor, initiative, written),
      preview: (reader, initiative, content) => previewExpectation(ports, reader, initiative, content),
      change: (actor, initiative, id, written) => changeExpectation(ports, actor, initiative, id, written),
      retire: (actor, initiative, id, asked) => retireExpectation(ports, actor, initiative, id, asked),
      story: (initiative, id) => readStory(database, initiative, id),
      groups: (reader, initiative, wish) => compareGroups(ports, reader, initiative, wish),
      ofRun: async (caller, runId) => {
        await dependencies.requireRun(caller, runId);
        const named = await candidatesOfRun(database, runId);
        return visible(caller, await readReportsOf(database, named, ports.initiativeByNo));
      },
      ofVersion: async (caller, name, version) => {
        await dependencies.requireVersion(caller, name, version);
        const named = await candidatesOfVersion(database, name, version);
        return visible(caller, await readReportsOf(database, named, ports.initiativeByNo));
      },
    }),
    jobHandlers: {
      [EXPECTATION_JOBS.judge]: {
        run: (payload, { jobId, signal }) => judgeCandidate(ports, { judgedId: judgedIdOf(payload), jobId, signal }),
        onGivenUp: async (payload) => {
          const judged = await findJudged(database, judgedIdOf(payload));
          if (judged) await failJudging(ports, judged, GIVEN_UP);
        },
      },
    },
    judgeDue: () => judgeDue(ports),
    isChecked,
  };
}

function judgedIdOf(payload: JsonObject): string {
  const { judgedId } = payload;
  if (typeof judgedId !== 'string') throw new RangeError('The job names no model to judge.');
  return judgedId;
}
