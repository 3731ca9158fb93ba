import type { RawBuilder } from 'kysely';
import type { Database } from '../../platform/database/database.ts';
import type { Step } from '../line-order.ts';
import type { Playbook, Role, Viewer } from '../people/index.ts';
import { emptyRoles, type Face, facesOf } from './faces.ts';
import { type Line, type LineCursor, listLines, seatedOn } from './portfolio.store.ts';
import { PORTFOLIO_LIMITS } from './portfolio-limits.ts';

/** What reading over all lines needs. */
export interface PortfolioPorts {
  readonly database: Database;
  readonly now: () => Date;
  /** The playbook of an initiative by its id; every line is read with it. */
  readonly playbook: Playbook;
  /** The rule `initiative.see` in SQL, about initiative `i`. */
  readonly isVisible: (viewer: Viewer) => RawBuilder<boolean>;
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
  viewer: Viewer,
  query: {
    readonly text: string | null;
    readonly step: Step | 'done' | null;
    readonly after: LineCursor | null;
    readonly limit: number;
  },
): Promise<{ readonly lines: readonly ListedLine[]; readonly next: LineCursor | null }> {
  const found = await listLines(ports.database, {
    ...query,
    isVisible: ports.isVisible(viewer),
    limit: query.limit + 1,
  });
  const page = found.slice(0, query.limit);
  const seatedByLine = await seatedOn(
    ports.database,
    page.map(({ no }) => no),
  );
  const now = ports.now().getTime();
  const lines = page.map((line) => {
    const seated = seatedByLine.get(line.no) ?? [];
    const faces = facesOf(seated, line.step);
    return {
      ...line,
      daysInStep: Math.max(0, Math.floor((now - line.since.getTime()) / 86_400_000)),
      faces: faces.slice(0, PORTFOLIO_LIMITS.faces),
      peopleCount: faces.length,
      emptySeats: emptyRoles(ports.playbook, line.step, seated),
    };
  });
  return { lines, next: found.length > query.limit ? (page.at(-1)?.cursor ?? null) : null };
}
