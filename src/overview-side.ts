import type { FramingSide } from './framing-side.ts';
import {
  type AttentionDependencies,
  type AttentionModule,
  attentionModule,
} from './lifecycle/attention/attention.module.ts';
import { requiredSigners } from './lifecycle/framing/index.ts';
import { lineageModule } from './lifecycle/lineage/lineage.module.ts';
import { type PortfolioModule, portfolioModule } from './lifecycle/portfolio/portfolio.module.ts';
import type { ModelSide } from './model-side.ts';
import type { Database } from './platform/database/database.ts';
import type { MountedApi } from './platform/http/handlers.ts';
import type { BackgroundWork } from './platform/jobs/background.ts';

const MAIL_EVERY_MS = 5_000;
const REMOVE_EVERY_MS = 3_600_000;

/** What the rooms that look over all lines need of the rest of the installation. */
export interface OverviewSideDependencies {
  readonly database: Database;
  readonly now: () => Date;
  readonly framingSide: Pick<FramingSide, 'initiatives' | 'people'>;
  readonly modelSide: Pick<ModelSide, 'registry'>;
  readonly findPerson: AttentionDependencies['findPerson'];
  readonly mail: AttentionDependencies['mail'];
  /** The secret of the installation. */
  readonly secret: () => Promise<string>;
  /** Tells pages that a topic changed. */
  readonly announce: (topic: string) => void;
}

/** What the rooms that look over all lines give to the composition. */
export interface OverviewSide {
  readonly mounted: readonly MountedApi[];
  readonly portfolio: Pick<PortfolioModule, 'cameOf' | 'similarInitiatives' | 'progressOf'>;
  readonly background: readonly BackgroundWork[];
  /** Tells people of the events that were sealed since the last time. */
  readonly follow: AttentionModule['follow'];
}

/** Wires where data come from, who is told what, and all lines at once. */
export function composeOverviewSide(dependencies: OverviewSideDependencies): OverviewSide {
  const { database, now, announce } = dependencies;
  const { initiatives, people } = dependencies.framingSide;
  const lineage = lineageModule({
    database,
    now,
    require: initiatives.require,
    isVisible: people.readers.isVisible,
    onChanged: (slug) => announce(`initiative:${slug}`),
    onSourcesChanged: () => announce('sources'),
  });
  const attention = attentionModule({
    database,
    now,
    isVisible: people.readers.isVisible,
    isReaderOf: people.readers.isReaderOf,
    signersOf: async (queryable, initiativeId) => {
      const initiative = await initiatives.byId(initiativeId, queryable);
      return initiative ? requiredSigners(await people.playbookOf(queryable, initiative)) : [];
    },
    seatedAt: async (queryable, initiativeId, part) => {
      const initiative = await initiatives.byId(initiativeId, queryable);
      if (!initiative) return [];
      const steps = (await people.table(queryable, initiative)).filter(({ state }) => state.part === part);
      return steps.flatMap(({ seats }) => seats.flatMap(({ sitters }) => sitters.map(({ accountId }) => accountId)));
    },
    unheardAt: async (queryable, initiativeId, step) => {
      const initiative = await initiatives.byId(initiativeId, queryable);
      if (!initiative) return [];
      const table = await people.table(queryable, initiative);
      const entry = table.find(({ state }) => (step === null ? state.state === 'now' : state.step === step));
      const needed = entry?.seats.filter(({ isRequired }) => isRequired) ?? [];
      return needed.flatMap(({ sitters }) =>
        sitters.filter(({ lastContributionAt }) => lastContributionAt === null).map(({ accountId }) => accountId),
      );
    },
    onTold: (accountIds) => {
      for (const id of accountIds) announce(`account:${id}`);
    },
    findPerson: dependencies.findPerson,
    mail: dependencies.mail,
    secret: dependencies.secret,
  });
  const portfolio = portfolioModule({
    database,
    now,
    playbookOf: people.playbookOf,
    isVisible: people.readers.isVisible,
    isVisibleModel: dependencies.modelSide.registry.isVisibleModel,
  });
  return {
    mounted: [attention.mounted, portfolio.mounted, portfolio.mountedPeople, lineage.mounted],
    portfolio,
    background: [
      { everyMs: MAIL_EVERY_MS, work: attention.deliver, failure: 'delivering mails failed; it is tried again' },
      {
        everyMs: REMOVE_EVERY_MS,
        work: lineage.forgetReceived,
        failure: 'forgetting received lineage events failed; it is tried again',
      },
    ],
    follow: attention.follow,
  };
}
