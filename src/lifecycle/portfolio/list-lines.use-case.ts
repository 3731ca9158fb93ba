import type { Database, Queryable } from '../../platform/database/database.ts';
import type { Step } from '../line-order.ts';
import { type Playbook, plannedStep, RISK_TIER_UNTIL_SIGNED, type Role } from '../people/index.ts';
import { emptyRoles, type Face, facesOf } from './faces.ts';
import type { Reader } from './line-fragments.store.ts';
import { type Line, type LineCursor, listLines, seatedOn } from './portfolio.store.ts';
import { PORTFOLIO_LIMITS } from './portfolio-limits.ts';

/** What reading over all lines needs. */
export interface PortfolioPorts {
  readonly database: Database;
  readonly now: () => Date;
  /** The playbook that an initiative is on; published versions are remembered, so this rarely asks the database. */
  readonly playbookOf: (queryable: Queryable, line: { readonly playbook: string }) => Promise<Playbook>;
}

/** An initiative of the list with who sits at its table. */
export interface ListedLine extends Line {
  readonly daysInStep: number;
  readonly faces: readonly Face[];
  readonly peopleCount: number;
  readonly emptySeats: readonly Role[];
}

/** One page of the list: what the caller may see, newest activity first. Two statements, whatever the length. */
export async function listPortfolio(
  ports: PortfolioPorts,
  reader: Reader,
  query: {
    readonly text: string | null;
    readonly part: Step | 'done' | null;
    readonly after: LineCursor | null;
    readonly limit: number;
  },
): Promise<{ readonly lines: readonly ListedLine[]; readonly next: LineCursor | null }> {
  const found = await listLines(ports.database, { ...query, reader, limit: query.limit + 1 });
  const page = found.slice(0, query.limit);
  const seatedByLine = await seatedOn(
    ports.database,
    page.map(({ no }) => no),
  );
  const playbooks = await playbooksByLine(ports, page);
  const now = ports.now().getTime();
  const lines = page.map((line) => {
    const seated = seatedByLine.get(line.no) ?? [];
    const faces = facesOf(seated, line.step);
    return {
      ...line,
      daysInStep: Math.max(0, Math.floor((now - line.since.getTime()) / 86_400_000)),
      faces: faces.slice(0, PORTFOLIO_LIMITS.faces),
      peopleCount: faces.length,
      emptySeats: emptyRoles(planOf(playbooks, line), seated),
    };
  });
  return { lines, next: found.length > query.limit ? (page.at(-1)?.cursor ?? null) : null };
}

/** The playbooks of some lines by their ids, each read once. */
export async function playbooksByLine(
  ports: PortfolioPorts,
  lines: readonly { readonly playbook: string }[],
): Promise<ReadonlyMap<string, Playbook>> {
  const ids = [...new Set(lines.map(({ playbook }) => playbook))];
  const playbooks = await Promise.all(ids.map((playbook) => ports.playbookOf(ports.database, { playbook })));
  return new Map(playbooks.map((playbook, index) => [ids[index] ?? playbook.id, playbook]));
}

function planOf(playbooks: ReadonlyMap<string, Playbook>, { playbook, step, riskTier }: Line) {
  const found = playbooks.get(playbook);
  return found && plannedStep(found, step, riskTier ?? RISK_TIER_UNTIL_SIGNED);
}
