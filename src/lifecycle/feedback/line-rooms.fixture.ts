import type { Database } from '../../platform/database/database.ts';
import { newId } from '../../platform/database/new-id.ts';
import { type InitiativesModule, initiativesModule } from '../initiatives/initiatives.module.ts';
import { STANDARD_PLAYBOOK } from '../people/index.ts';
import { type PeopleModule, peopleModule } from '../people/people.module.ts';
import { type FeedbackModule, feedbackModule } from './feedback.module.ts';

/** Somebody with an account. */
export interface Person {
  readonly accountId: string;
  readonly name: string;
}

/** The rooms of the line from which verdicts go back, without those in between. */
export interface LineRooms {
  readonly initiatives: InitiativesModule;
  readonly people: PeopleModule;
  readonly feedback: FeedbackModule;
  /** The account with an id; `undefined` when there is none. */
  personOf(
    id: string,
  ): Promise<{ readonly id: string; readonly name: string; readonly isAuditor: boolean } | undefined>;
  addPerson(name: string, isAuditor?: boolean): Promise<Person>;
}

/** Wires the line, its people and what goes back along it, over a database and with a clock of the test. */
export function composeLineRooms(database: Database, now: () => Date): LineRooms {
  const personOf: LineRooms['personOf'] = async (id) => {
    const [person] = await database.query<{ id: string; name: string; isAuditor: boolean }>(
      'select id, name, is_auditor as "isAuditor" from accounts where id::text = $1',
      [id],
    );
    return person;
  };
  const initiatives: InitiativesModule = initiativesModule({
    database,
    now,
    playbookFor: async () => STANDARD_PLAYBOOK.id,
    stepsOf: async () => STANDARD_PLAYBOOK.steps,
    onStarted: (tx, started, actor) => people.seatFounder(tx, started, actor),
    rights: async () => ({}),
  });
  const people: PeopleModule = peopleModule({
    database,
    now,
    require: initiatives.require,
    closedSteps: initiatives.steps.closed,
    close: initiatives.steps.close,
    reopen: initiatives.steps.reopen,
    findPerson: async (id) => (await personOf(id)) ?? null,
    repin: initiatives.steps.repin,
    hold: initiatives.steps.hold,
    evidenceOf: async () => new Set(),
    riskTierOf: async () => null,
    signedRoles: async () => [],
    onPlaybooksChanged: () => undefined,
  });
  const feedback = feedbackModule({
    database,
    now,
    require: initiatives.require,
    rolesOf: people.rolesOf,
    closedSteps: initiatives.steps.closed,
    close: initiatives.steps.close,
    askingSteps: async () => ['ask'],
    beginIteration: initiatives.steps.beginIteration,
    playbookOf: people.playbookOf,
    stepAsItStood: people.stepAsItStood,
    countRuns: async () => null,
  });
  return {
    initiatives,
    people,
    feedback,
    personOf,
    addPerson: async (name, isAuditor = false) => {
      const accountId = newId();
      await database.query(
        `insert into accounts (id, name, email, is_administrator, is_auditor, created_at, updated_at)
         values ($1, $2, $3, false, $4, now(), now())`,
        [accountId, name, `${accountId}@example.com`, isAuditor],
      );
      return { accountId, name };
    },
  };
}
