import { dayInWords, joinWords } from '../../words/index.ts';
import { type Role, roleInText } from '../people/index.ts';
import type { AnswerInput } from './answer-input.ts';
import { type ChainTile, writeChain } from './chain-tiles.ts';
import type { EvidenceGrade } from './evidence.ts';
import { writeHeadline } from './headline.ts';
import { isPositive } from './links.ts';
import { formatNumber } from './round-to-range.ts';
import type { Verdict } from './verdict.ts';

/** The answer in words for people who never read about statistics. */
export interface Answer {
  /** The most important sentence first. */
  readonly headline: readonly string[];
  readonly chain: readonly ChainTile[];
  readonly ask: AnswerAsk;
  readonly evidence: { readonly grade: EvidenceGrade; readonly word: EvidenceWord; readonly sentence: string };
  /** Whether the criterion was fixed before the data, by whom and when. */
  readonly planned: string;
  /** What the numbers do not contain; empty when nothing was left out. */
  readonly leftOut: readonly string[];
}

/** The one ask of a verdict. */
export interface AnswerAsk {
  readonly roles: readonly Role[];
  /** The same roles as people: "Ana (subject-matter expert)". */
  readonly who: readonly string[];
  readonly what: string;
  /** `14 May 2026`; `null` when no date was set. */
  readonly by: string | null;
  /** All of it in one sentence. */
  readonly sentence: string;
}

/** How strongly something may be said; *open* while the answer is not settled, whatever the design. */
export type EvidenceWord = 'shown' | 'supported' | 'suggestive' | 'not evidence' | 'open';

/**
 * Puts a verdict into words: the headline, the five tiles, the one ask, how strong the evidence is, whether it was
 * planned, and what was left out. Ranges come before points, people are counted on one denominator, and no word of
 * statistics is used. Pure: the same input gives the same sentences.
 */
export function writeAnswer(input: AnswerInput): Answer {
  return {
    headline: writeHeadline(input),
    chain: writeChain(input),
    ask: writeAsk(input),
    evidence: writeEvidence(input),
    planned: writePlanned(input),
    leftOut: writeLeftOut(input),
  };
}

function writeAsk({ verdict, people, answerBy, progress, readOutOn }: AnswerInput): AnswerAsk {
  const { roles, ask, state } = verdict;
  const isWaiting = state === 'COLLECTING' || state === 'TOO_EARLY';
  const day = isWaiting ? (progress?.on ?? readOutOn) : answerBy;
  const by = day === null ? null : dayInWords(day);
  const who = roles.map((role) => nameRole(role, people[role]));
  const when = by === null ? '' : isWaiting ? ` The date is ${by}.` : ` Please answer by ${by}.`;
  const addressed = who.length === 0 ? '' : `${capitalise(joinWords(who))}: `;
  return { roles, who, what: ask, by, sentence: `${addressed}${ask}${when}` };
}

function nameRole(role: Role, name: string | undefined): string {
  return name === undefined ? `the ${roleInText(role)} (nobody named yet)` : `${name} (${roleInText(role)})`;
}

function capitalise(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function writeEvidence(input: AnswerInput): Answer['evidence'] {
  const { verdict } = input;
  const word = evidenceWord(verdict);
  const comparison = COMPARISON[verdict.grade](input.words.unit.many);
  return { grade: verdict.grade, word, sentence: `${OPENING[word]}${comparison}${lookSentence(input, word)}` };
}

function evidenceWord({ state, grade, links }: Verdict): EvidenceWord {
  if (state === 'EVIDENCE_BROKEN' || grade === 'E') return 'not evidence';
  const isOpen = OPEN_STATES.has(state) || (state === 'NOT_REACHED' && !isPositive(links.effect ?? 'unknown'));
  if (isOpen) return 'open';
  return grade === 'A' || grade === 'B' ? 'shown' : grade === 'C' ? 'supported' : 'suggestive';
}

const OPEN_STATES: ReadonlySet<Verdict['state']> = new Set(['COLLECTING', 'TOO_EARLY', 'UNDERPOWERED', 'INCONCLUSIVE']);

const OPENING: Readonly<Record<EvidenceWord, string>> = {
  shown: 'Shown: ',
  supported: 'Supported, not shown: ',
  suggestive: 'Suggestive only: ',
  'not evidence': 'Not evidence: ',
  open: 'Not settled: ',
};

const COMPARISON: Readonly<Record<EvidenceGrade, (units: string) => string>> = {
  A: (units) => `a lottery decided which ${units} we acted upon and which we deliberately left alone.`,
  B: (units) => `${units} just above the threshold are compared with those just below it, whom we left alone.`,
  C: (units) => `the ${units} we acted upon are compared with similar ones elsewhere, without a lottery.`,
  D: () => 'the only comparison is the past of the same series, so anything else that changed counts as well.',
  E: (units) => `no ${units} were left alone to compare with.`,
};

function lookSentence({ verdict, readOutOn }: AnswerInput, word: EvidenceWord): string {
  if (word === 'not evidence')
    return verdict.state === 'EVIDENCE_BROKEN' ? ' But the records do not hold together.' : '';
  const day = dayInWords(readOutOn);
  return verdict.intervalUsed === 'read-out'
    ? ` Read on the date agreed beforehand, ${day}.`
    : ` Read before the agreed date, ${day}, with wider ranges because we look more than once.`;
}

function writePlanned({ decided }: AnswerInput): string {
  if (decided === null) return 'Nobody wrote down beforehand what would count as success.';
  const by = joinWords(decided.by.map(({ name, role }) => `${name} (${roleInText(role)})`));
  const when = decided.isBeforeData ? 'before any data were looked at' : 'after data had been looked at';
  return `What counts as success was decided on ${dayInWords(decided.on)}${by === '' ? '' : ` by ${by}`}, ${when}.`;
}

function writeLeftOut({ leftOut, words, windowDays }: AnswerInput): readonly string[] {
  const units = (many: number) => `${formatNumber(many)} ${many === 1 ? words.unit.one : words.unit.many}`;
  const sentences: string[] = [];
  if (leftOut.mixedUnits > 0) {
    sentences.push(`${units(leftOut.mixedUnits)} left out: recorded in more than one group.`);
  }
  if (leftOut.immatureUnits > 0) {
    sentences.push(`${units(leftOut.immatureUnits)} not counted yet: their ${windowDays} days are not over.`);
  }
  if (leftOut.actionsWithoutCost > 0) {
    const many = leftOut.actionsWithoutCost;
    sentences.push(`The cost of ${formatNumber(many)} ${many === 1 ? 'action' : 'actions'} is not recorded.`);
  }
  return sentences;
}
