import { type RawBuilder, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestInstallation, type TestInstallation } from '../../../test/installation.ts';
import { fillOrganisation } from '../../../test/organisation.ts';
import { isVisible } from '../people/readers.store.ts';
import type { Reader } from './line-fragments.store.ts';
import { neverHeard, readSeatOverview } from './people-overview.store.ts';
import { type LineCursor, listLines } from './portfolio.store.ts';
import { findEverything } from './search.store.ts';
import { settleSeatsUnderWay } from './seats-under-way.store.ts';

const NOW = new Date();
const SIZE = { initiatives: 150, people: 400, events: 6_000 } as const;
const PAGE = 7;

interface Viewer {
  readonly accountId: string;
  readonly isAuditor: boolean;
}

const readerOf = (viewer: Viewer): Reader & { readonly isVisibleModel: RawBuilder<boolean> } => ({
  accountId: viewer.accountId,
  isVisible: isVisible(viewer),
  isVisibleModel: sql<boolean>`false`,
});

let installation: TestInstallation;
/** Somebody who sits at a few tables, somebody who sits nowhere, and an auditor. */
let viewers: readonly Viewer[];

beforeAll(async () => {
  installation = await openTestInstallation();
  const outsider = await installation.join('Zoe');
  const auditor = await installation.join('Otto', { isAuditor: true });
  await fillOrganisation(installation.database, SIZE);
  await installation.database.query('update seats set left_at = now() where account_id = $1', [outsider.id]);
  const [insider] = await installation.database.query<{ account_id: string }>(
    `select s.account_id from seats s join initiatives i on i.no = s.initiative_no
     where i.visibility = 'private' and s.left_at is null order by s.initiative_no limit 1`,
  );
  viewers = [
    { accountId: insider?.account_id ?? '', isAuditor: false },
    { accountId: outsider.id, isAuditor: false },
    { accountId: auditor.id, isAuditor: true },
  ];
});
afterAll(() => installation.close());

/** What a viewer may see, in the plainest words that the database has for it. */
const SEEN = `(i.visibility = 'open' or $2::boolean or exists (
  select from seats s where s.initiative_no = i.no and s.account_id = $1 and s.left_at is null))`;

function plain<Row extends object>(
  viewer: Viewer,
  text: string,
  more: readonly unknown[] = [],
): Promise<readonly Row[]> {
  return installation.database.query<Row>(text, [viewer.accountId, viewer.isAuditor, ...more]);
}

async function everyPage(viewer: Viewer, part: 'review' | 'done' | null, text: string | null): Promise<string[]> {
  const slugs: string[] = [];
  let after: LineCursor | null = null;
  do {
    const lines = await listLines(installation.database, { reader: readerOf(viewer), part, text, after, limit: PAGE });
    slugs.push(...lines.map(({ slug }) => slug));
    after = lines.length === PAGE ? (lines.at(-1)?.cursor ?? null) : null;
  } while (after);
  return slugs;
}

describe('what is read of many initiatives at once is what is true of each', () => {
  it.each([
    { part: null, text: null },
    { part: 'review', text: null },
    { part: 'done', text: null },
    { part: null, text: 'region 1' },
    { part: 'review', text: 'Fraud' },
  ] as const)('pages of initiatives, newest activity first, for $part and $text', async ({ part, text }) => {
    for (const viewer of viewers) {
      const rows = await plain<{ slug: string }>(
        viewer,
        `select i.slug from initiatives i
         join lateral (select max(e.seq) as last from events e where e.subject_id = i.id) activity on last is not null
         where ${SEEN} and ($4::text is null or i.name ilike '%' || $4 || '%' or i.question ilike '%' || $4 || '%')
           and ($3::text is null or $3 = coalesce((
             select line.part from playbook_steps line where line.playbook = i.playbook and not exists (
               select from closed_steps c where c.initiative_no = i.no and c.iteration = i.iteration and c.step = line.step)
             order by line.place limit 1), 'done'))
         order by activity.last desc`,
        [part, text],
      );
      expect(rows.length).toBeGreaterThan(0);
      expect(await everyPage(viewer, part, text)).toEqual(rows.map(({ slug }) => slug));
    }
  });

  it.each(['customers', 'region', 'churn', 'absent', 'ana'])('remarks and initiatives that say "%s"', async (word) => {
    for (const viewer of viewers) {
      const found = await findEverything(installation.database, readerOf(viewer), [word]);
      const remarks = await plain<{ text: string }>(
        viewer,
        `select c.text from comments c join threads t on t.no = c.thread_no join initiatives i on i.no = t.initiative_no
         where c.text ~* ('(^|[^[:alnum:]])' || $3) and ${SEEN} order by c.no desc limit 5`,
        [word],
      );
      const named = await plain<{ name: string }>(
        viewer,
        `select i.name from initiatives i
         where i.name || ' ' || i.question ~* ('(^|[^[:alnum:]])' || $3) and ${SEEN} order by i.no desc limit 5`,
        [word],
      );
      const framings = await plain<{ path: string }>(
        viewer,
        `select '/i/' || i.slug || '/frame?version=' || f.version as path
         from framing_versions f join initiatives i on i.no = f.initiative_no
         where jsonb_to_tsvector('simple', f.content, '["string"]') @@ to_tsquery('simple', $3 || ':*') and ${SEEN}
         order by f.initiative_no desc limit 5`,
        [word],
      );
      const of = (kind: string) => found.filter((row) => row.kind === kind);
      expect(of('comment').map(({ body }) => body)).toEqual(remarks.map(({ text }) => text));
      expect(of('initiative').map(({ title }) => title)).toEqual(named.map(({ name }) => name));
      expect(of('framing').map(({ path }) => path)).toEqual(framings.map(({ path }) => path));
    }
  });

  it('people who have never said a word, those who sat down first come first', async () => {
    for (const viewer of viewers) {
      const rows = await plain<{ id: string; initiatives: number }>(
        viewer,
        `select a.id, count(distinct i.no)::int as initiatives
         from accounts a join seats s on s.account_id = a.id and s.left_at is null join initiatives i on i.no = s.initiative_no
         where ${SEEN} and a.disabled_at is null and not exists (
           select from seats h where h.account_id = a.id and h.left_at is null and h.last_contribution_at is not null)
         group by a.id order by min(s.seated_at), a.id limit 20`,
      );
      expect(rows.length).toBeGreaterThan(0);
      const unheard = await neverHeard(installation.database, { reader: readerOf(viewer), now: NOW, limit: 20 });
      expect(unheard.map(({ accountId: id, initiatives }) => ({ id, initiatives }))).toEqual(rows);
    }
  });

  it('seats that are needed, and the people who are waited for', async () => {
    await settleSeatsUnderWay(installation.database);
    for (const viewer of viewers) {
      const overview = await readSeatOverview(installation.database, { reader: readerOf(viewer), now: NOW, limit: 10 });
      const cells = await plain(
        viewer,
        `select u.role, u.part as step, count(*)::int as needed, count(*) filter (where u.account_id is null)::int as empty,
           count(*) filter (where u.account_id is not null and not u.is_chair_heard)::int as unheard
         from seats_under_way u join initiatives i on i.no = u.initiative_no
         where u.is_first_of_chair and ${SEEN} group by u.role, u.part order by u.role, u.part`,
      );
      const asCells = overview.cells.map(({ role, step, needed, empty, unheard }) => ({
        role,
        step,
        needed,
        empty,
        unheard,
      }));
      const byPlace = (a: { role: string; step: string }, b: { role: string; step: string }) =>
        `${a.role} ${a.step}` < `${b.role} ${b.step}` ? -1 : 1;
      expect(asCells.toSorted(byPlace)).toEqual(cells);
      expect(overview.cells.every(({ empty, emptyAt }) => emptyAt.length === Math.min(empty, 3))).toBe(true);
      const people = await plain(
        viewer,
        `select u.account_id as "accountId", count(*)::int as seats, count(distinct u.initiative_no)::int as initiatives
         from seats_under_way u join initiatives i on i.no = u.initiative_no
         where u.account_id is not null and not u.is_chair_heard and ${SEEN}
         group by u.account_id order by count(*) desc, min(u.waits_since), u.account_id limit 10`,
      );
      expect(
        overview.awaitedPeople.map(({ accountId, seats, initiatives }) => ({ accountId, seats, initiatives })),
      ).toEqual(people);
    }
  });
});
