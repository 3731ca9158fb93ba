import type { Database } from '../../platform/database/queryable.ts';
import type { StoredIdea } from './idea.ts';
import { type IdeaActor, viewerOf } from './idea-event.use-case.ts';
import { type IdeaAction, type IdeaRight, ideaRights } from './idea-rights.ts';
import { fiscalYearStart } from './idea-settings.store.ts';
import { readStory, type StoryEntry } from './idea-story.store.ts';
import { doesSupport, namedSupporters } from './idea-supports.store.ts';
import { refuseIdea } from './ideas.errors.ts';
import { findIdea, ideaByNo, readAnswers } from './ideas.store.ts';
import type { CameOf, InitiativeViewer } from './initiative-views.ts';
import type { KpiAnswers } from './kpi-answers.ts';

/** What reading ideas needs. */
export interface ReadIdeaPorts {
  readonly database: Database;
  /** What became of initiatives, of those only that the viewer may see; later rooms fill it. */
  readonly cameOf: (viewer: InitiativeViewer, initiativeNos: readonly number[]) => Promise<ReadonlyMap<number, CameOf>>;
}

/** An idea with everything that its page shows. */
export interface IdeaPage {
  readonly idea: StoredIdea;
  readonly answers: KpiAnswers;
  readonly revision: number;
  readonly supporters: readonly { readonly accountId: string; readonly name: string }[];
  readonly doISupport: boolean;
  readonly mergedInto: { readonly id: string; readonly sentence: string } | null;
  readonly cameOf: CameOf | null;
  readonly story: readonly StoryEntry[];
  readonly rights: Readonly<Record<IdeaAction, IdeaRight>>;
  readonly fiscalYearStart: number;
}

/** Reads an idea's page for somebody. @throws Problem IDEA_UNKNOWN */
export async function readIdea(
  ports: ReadIdeaPorts,
  actor: IdeaActor & InitiativeViewer,
  ideaId: string,
): Promise<IdeaPage> {
  const { database } = ports;
  const idea = await findIdea(database, ideaId);
  if (!idea) throw refuseIdea('IDEA_UNKNOWN');
  const [given, supporters, doISupport, target, became, story, viewer, startMonth] = await Promise.all([
    readAnswers(database, idea.no),
    namedSupporters(database, idea.no),
    doesSupport(database, idea.no, actor.accountId),
    idea.mergedIntoNo === null ? null : ideaByNo(database, idea.mergedIntoNo),
    idea.initiativeNo === null ? null : ports.cameOf(actor, [idea.initiativeNo]),
    readStory(database, idea.no),
    viewerOf(database, actor),
    fiscalYearStart(database),
  ]);
  return {
    idea,
    ...given,
    supporters,
    doISupport,
    mergedInto: target && { id: target.id, sentence: target.sentence },
    cameOf: (idea.initiativeNo !== null && became?.get(idea.initiativeNo)) || null,
    story,
    rights: ideaRights(idea, viewer),
    fiscalYearStart: startMonth,
  };
}
