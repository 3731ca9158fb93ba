import type { Database } from '../../platform/database/queryable.ts';
import { IDEA_LIMITS, type IdeaState } from './idea.ts';
import type { CameOf, InitiativeViewer, SimilarInitiative } from './initiative-views.ts';
import { nearestWords } from './question-words.store.ts';
import type { ReadIdeaPorts } from './read-idea.use-case.ts';
import { findSimilarIdeas } from './similar-ideas.store.ts';
import { wordsOfSubject } from './similar-words.ts';

/** What finding similar questions needs. */
export interface SimilarPorts extends ReadIdeaPorts {
  readonly database: Database;
  /** Initiatives that share words with a sentence, of those only that the viewer may see; later rooms fill it. */
  readonly similarInitiatives: (
    viewer: InitiativeViewer,
    words: readonly string[],
    limit: number,
  ) => Promise<readonly SimilarInitiative[]>;
}

/** Shorter words are too like each other to be told apart when they are misspelt. */
const SHORTEST_MISSPELT = 4;

/** Something like what is being written, and what came of it. */
export interface Similar {
  readonly ideaId: string | null;
  readonly sentence: string;
  readonly state: IdeaState;
  readonly supportCount: number;
  readonly createdAt: string | null;
  readonly reason: string | null;
  readonly cameOf: CameOf | null;
}

/**
 * Earlier ideas and initiatives like a sentence, the likest first. An initiative that began as one of these ideas is shown
 * as the idea, with what came of it. Words that nobody used before count as the known word that is
 * spelt most like them. Four statements, whatever is written.
 */
export async function findSimilar(
  ports: SimilarPorts,
  viewer: InitiativeViewer,
  text: string,
  exceptId: string | null,
): Promise<readonly Similar[]> {
  const said = wordsOfSubject(text);
  if (said.length === 0) return [];
  const words = [
    ...said,
    ...(await nearestWords(
      ports.database,
      said.filter(({ length }) => length >= SHORTEST_MISSPELT),
    )),
  ];
  const [ideas, initiatives] = await Promise.all([
    findSimilarIdeas(ports.database, words, IDEA_LIMITS.similar + 1),
    ports.similarInitiatives(viewer, words, IDEA_LIMITS.similar + 1),
  ]);
  const became = ideas.flatMap(({ initiativeNo }) => initiativeNo ?? []);
  const cameOf = became.length === 0 ? new Map<number, CameOf>() : await ports.cameOf(viewer, became);
  const fromIdeas = ideas.map(({ score, id, initiativeNo, createdAt, ...idea }) => ({
    score,
    item: {
      ...idea,
      ideaId: id,
      createdAt: createdAt.toISOString(),
      cameOf: (initiativeNo !== null && cameOf.get(initiativeNo)) || null,
    },
  }));
  const fromInitiatives = initiatives
    .filter(({ initiativeNo }) => !became.includes(initiativeNo))
    .map(({ score, ...initiative }) => ({
      score,
      item: {
        ideaId: null,
        sentence: initiative.question,
        state: 'promoted' as const,
        supportCount: 0,
        createdAt: null,
        reason: null,
        cameOf: initiative,
      },
    }));
  return [...fromIdeas.filter(({ item }) => item.ideaId !== exceptId), ...fromInitiatives]
    .sort((left, right) => right.score - left.score)
    .slice(0, IDEA_LIMITS.similar)
    .map(({ item }) => item);
}
