import { openTestInstallation, type TestPerson } from '../../../test/installation.ts';

/** An installation in which Sofia is the steward of ideas, Ada administers, and Ana and Ben propose. */
export type IdeasTest = Awaited<ReturnType<typeof openIdeasTest>>;

/** Opens an installation with people who propose and decide, and the calls that tests of ideas share. */
export async function openIdeasTest() {
  const installation = await openTestInstallation();
  const ada = installation.administrator;
  const ana = await installation.join('Ana');
  const ben = await installation.join('Ben');
  const steward = await installation.join('Sofia');
  await installation.does(ada, 'POST /api/ideas/stewards', { accountId: steward.id });
  return {
    installation,
    ada,
    ana,
    ben,
    steward,
    /** Proposes an idea; gives its id. */
    post: async (person: TestPerson, sentence: string, rest: object = {}): Promise<string> =>
      (await installation.does(person, 'POST /api/ideas', { sentence, ...rest })).id,
    page: (person: TestPerson, id: string) => installation.does(person, `GET /api/ideas/${id}`),
    /** The status and the code with which a call ended. */
    codeOf: async (person: TestPerson, request: string, body?: unknown) => {
      const answer = await installation.call(person, request, body);
      return [answer.status, answer.body?.code];
    },
    /** What was recorded about an idea, the newest last. */
    eventsOf: (
      id: string,
    ): Promise<readonly { kind: string; reason: string | null; detail: Record<string, unknown> }[]> =>
      installation.database.query('select kind, reason, detail from events where subject_id = $1 order by seq', [id]),
  };
}
