import { type MountedApi, mountApi } from '../../platform/http/handlers.ts';
import type { Principal } from '../../platform/http/principal.ts';
import type { Similar } from './find-similar.use-case.ts';
import type { FunnelRow } from './funnel.ts';
import type { Department, Idea, StoredIdea } from './idea.ts';
import { ideasApi } from './ideas.schema.ts';
import type { IdeaCursor, IdeaQuery } from './ideas.store.ts';
import type { CameOf } from './initiative-views.ts';
import type { KpiAnswers } from './kpi-answers.ts';
import type { NewIdea } from './post-idea.use-case.ts';
import type { Promotion } from './promote-idea.use-case.ts';
import type { IdeaPage } from './read-idea.use-case.ts';

interface Person {
  readonly accountId: string;
  readonly name: string;
}

/** What the routes of ideas call. */
export interface IdeasUseCases {
  list(query: IdeaQuery): Promise<readonly StoredIdea[]>;
  post(actor: Principal, asked: NewIdea): Promise<StoredIdea>;
  similar(viewer: Principal, text: string, exceptId: string | null): Promise<readonly Similar[]>;
  funnel(viewer: Principal): Promise<{ readonly rows: readonly FunnelRow[]; readonly isComplete: boolean }>;
  settings(): Promise<{
    readonly departments: readonly Department[];
    readonly stewards: readonly Person[];
    readonly fiscalYearStart: number;
    readonly today: string;
  }>;
  read(actor: Principal, ideaId: string): Promise<IdeaPage>;
  support(actor: Principal, ideaId: string, does: boolean): Promise<{ readonly supportCount: number }>;
  comment(actor: Principal, ideaId: string, text: string): Promise<{ readonly seq: number }>;
  answer(
    actor: Principal,
    ideaId: string,
    given: {
      readonly kind: Idea['kind'];
      readonly departmentId: string | null;
      readonly answers: KpiAnswers;
      readonly revision: number;
    },
  ): Promise<{ readonly revision: number }>;
  promote(actor: Principal, ideaId: string, promotion: Promotion): Promise<{ readonly slug: string | null }>;
  merge(
    actor: Principal,
    ideaId: string,
    into: { readonly intoId: string; readonly reason: string },
  ): Promise<StoredIdea>;
  end(actor: Principal, ideaId: string, state: 'declined' | 'withdrawn', reason: string | null): Promise<StoredIdea>;
  reopen(actor: Principal, ideaId: string, reason: string): Promise<StoredIdea>;
  /** @throws Problem INITIATIVE_UNKNOWN */
  ofInitiative(slug: string): Promise<StoredIdea | null>;
  addDepartment(actor: Principal, name: string): Promise<Department>;
  renameDepartment(actor: Principal, department: Department): Promise<Department>;
  nameSteward(actor: Principal, accountId: string): Promise<Person>;
  dismissSteward(actor: Principal, accountId: string): Promise<void>;
  setFiscalYear(actor: Principal, startMonth: number): Promise<{ readonly startMonth: number }>;
}

/** The routes of ideas. */
export function ideasRoutes(useCases: IdeasUseCases): MountedApi {
  return mountApi('Ideas', ideasApi, {
    list: async ({ query }) => {
      const found = await useCases.list({
        state: query.state ?? null,
        departmentId: query.department ?? null,
        text: query.q === undefined || query.q === '' ? null : query.q,
        order: query.order,
        after: readCursor(query.cursor),
        limit: query.limit + 1,
      });
      const page = found.slice(0, query.limit);
      const last = found.length > query.limit ? page.at(-1) : undefined;
      return { ideas: page.map(presentIdea), nextCursor: last ? `${last.supportCount}-${last.no}` : null };
    },
    post: async ({ body }, { principal }) => presentIdea(await useCases.post(principal, body)),
    similar: async ({ body }, { principal }) => {
      const similar = await useCases.similar(principal, body.text, body.exceptId ?? null);
      return { similar: similar.map((item) => ({ ...item, cameOf: presentCameOf(item.cameOf) })) };
    },
    funnel: async (_input, { principal }) => {
      const { rows, isComplete } = await useCases.funnel(principal);
      return { rows: rows.map((row) => ({ ...row, values: [...row.values] })), isComplete };
    },
    settings: async () => {
      const { departments, stewards, ...rest } = await useCases.settings();
      return { departments: [...departments], stewards: [...stewards], ...rest };
    },
    read: async ({ params }, { principal }) => presentPage(await useCases.read(principal, params.ideaId)),
    support: async ({ params }, { principal }) => useCases.support(principal, params.ideaId, true),
    unsupport: async ({ params }, { principal }) => useCases.support(principal, params.ideaId, false),
    comment: async ({ params, body }, { principal }) => useCases.comment(principal, params.ideaId, body.text),
    answer: async ({ params, body }, { principal }) => useCases.answer(principal, params.ideaId, body),
    promote: async ({ params, body }, { principal }) => useCases.promote(principal, params.ideaId, body),
    merge: async ({ params, body }, { principal }) => presentIdea(await useCases.merge(principal, params.ideaId, body)),
    decline: async ({ params, body }, { principal }) =>
      presentIdea(await useCases.end(principal, params.ideaId, 'declined', body.reason)),
    reopen: async ({ params, body }, { principal }) =>
      presentIdea(await useCases.reopen(principal, params.ideaId, body.reason)),
    ofInitiative: async ({ params }) => {
      const idea = await useCases.ofInitiative(params.slug);
      return { idea: idea && presentIdea(idea) };
    },
    withdraw: async ({ params, body }, { principal }) =>
      presentIdea(await useCases.end(principal, params.ideaId, 'withdrawn', body.reason ?? null)),
    addDepartment: async ({ body }, { principal }) => useCases.addDepartment(principal, body.name),
    renameDepartment: async ({ params, body }, { principal }) =>
      useCases.renameDepartment(principal, { id: params.departmentId, name: body.name }),
    nameSteward: async ({ body }, { principal }) => useCases.nameSteward(principal, body.accountId),
    dismissSteward: async ({ params }, { principal }) =>
      useCases.dismissSteward(principal, params.accountId).then(() => undefined),
    setFiscalYear: async ({ body }, { principal }) => useCases.setFiscalYear(principal, body.startMonth),
  });
}

function readCursor(cursor: string | undefined): IdeaCursor | null {
  if (cursor === undefined) return null;
  const [support = 0, no = 0] = cursor.split('-').map(Number);
  return { support, no };
}

function presentIdea(stored: StoredIdea): Idea {
  const { no: _no, departmentNo: _department, mergedIntoNo: _merged, initiativeNo: _initiative, ...idea } = stored;
  return idea;
}

function presentCameOf(cameOf: CameOf | null) {
  if (!cameOf) return null;
  const { slug, name, stepName, headline } = cameOf;
  return { slug, name, stepName, headline };
}

function presentPage(page: IdeaPage) {
  return {
    ...page,
    idea: presentIdea(page.idea),
    supporters: [...page.supporters],
    cameOf: presentCameOf(page.cameOf),
    story: page.story.map((entry) => ({ ...entry, at: entry.at.toISOString() })),
  };
}
