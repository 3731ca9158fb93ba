import type { MountedApi } from '../../platform/http/handlers.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import { answerQuestions } from './answer-questions.use-case.ts';
import { addDepartment, nameDepartment } from './change-departments.use-case.ts';
import { commentOnIdea } from './comment-on-idea.use-case.ts';
import { endIdea } from './end-idea.use-case.ts';
import { findSimilar, type SimilarPorts } from './find-similar.use-case.ts';
import { fiscalYearStart, listDepartments, listStewards } from './idea-settings.store.ts';
import { ideasRoutes } from './ideas.routes.ts';
import { ideaOfInitiative, listIdeas } from './ideas.store.ts';
import { mergeIdea } from './merge-idea.use-case.ts';
import { dismissSteward, nameSteward } from './name-steward.use-case.ts';
import { postIdea } from './post-idea.use-case.ts';
import { type PromotePorts, promoteIdea } from './promote-idea.use-case.ts';
import { type FunnelPorts, readFunnel } from './read-funnel.use-case.ts';
import { readIdea } from './read-idea.use-case.ts';
import { reopenIdea } from './reopen-idea.use-case.ts';
import { setFiscalYear } from './set-fiscal-year.use-case.ts';
import { supportIdea } from './support-idea.use-case.ts';

/** What the room is wired with. */
export interface IdeasDependencies extends PromotePorts, SimilarPorts, FunnelPorts {
  /** The initiative at an address. @throws Problem INITIATIVE_UNKNOWN */
  readonly require: (slug: string) => Promise<StoredInitiative>;
}

/** What the room gives to the composition. */
export interface IdeasModule {
  readonly mounted: MountedApi;
}

/** Wires what people propose. */
export function ideasModule(dependencies: IdeasDependencies): IdeasModule {
  const { database, now } = dependencies;
  return {
    mounted: ideasRoutes({
      list: (query) => listIdeas(database, query),
      post: (actor, asked) => postIdea(dependencies, actor, asked),
      similar: (viewer, text, exceptId) => findSimilar(dependencies, viewer, text, exceptId),
      funnel: (viewer) => readFunnel(dependencies, viewer),
      settings: async () => {
        const [departments, stewards, startMonth] = await Promise.all([
          listDepartments(database),
          listStewards(database),
          fiscalYearStart(database),
        ]);
        return { departments, stewards, fiscalYearStart: startMonth, today: now().toISOString().slice(0, 10) };
      },
      read: (actor, ideaId) => readIdea(dependencies, actor, ideaId),
      support: (actor, ideaId, does) => supportIdea(dependencies, actor, ideaId, does),
      comment: (actor, ideaId, text) => commentOnIdea(dependencies, actor, ideaId, text),
      answer: (actor, ideaId, given) => answerQuestions(dependencies, actor, ideaId, given),
      promote: (actor, ideaId, promotion) => promoteIdea(dependencies, actor, ideaId, promotion),
      merge: (actor, ideaId, into) => mergeIdea(dependencies, actor, ideaId, into),
      end: (actor, ideaId, state, reason) => endIdea(dependencies, actor, ideaId, state, reason),
      reopen: (actor, ideaId, reason) => reopenIdea(dependencies, actor, ideaId, reason),
      ofInitiative: async (slug) => ideaOfInitiative(database, (await dependencies.require(slug)).no),
      addDepartment: (actor, name) => addDepartment(dependencies, actor, name),
      renameDepartment: (actor, department) => nameDepartment(dependencies, actor, department),
      nameSteward: (actor, accountId) => nameSteward(dependencies, actor, accountId),
      dismissSteward: (actor, accountId) => dismissSteward(dependencies, actor, accountId),
      setFiscalYear: (actor, startMonth) => setFiscalYear(dependencies, actor, startMonth),
    }),
  };
}
