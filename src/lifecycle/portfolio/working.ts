import { dayInWords } from '../../words/index.ts';
import { pathTo } from '../initiatives/index.ts';
import { NOT_MEASURED_YET, type VerdictState } from '../outcomes/index.ts';
import type { LineFacts } from './today-facts.ts';

/** The answer to "is it working?" for one initiative, in one sentence. */
export interface WorkingLine {
  /** The last verdict's headline, or that nothing is measured yet and what would measure it. */
  readonly sentence: string;
  /** The state of the last verdict; `null` when none was taken. */
  readonly state: VerdictState | null;
  readonly takenAt: string | null;
  /** The page that explains the sentence, or where the next thing is done. */
  readonly path: string;
}

/** Says whether an initiative works, in the words of its last verdict, or what would tell. */
export function isItWorking(line: LineFacts, now: Date): WorkingLine {
  const { lastVerdict, slug } = line;
  if (lastVerdict) {
    const { headline, state, takenAt } = lastVerdict;
    return { sentence: headline, state, takenAt, path: pathTo(slug, 'learn') };
  }
  const { step, what } = whatWouldTell(line, now);
  return { sentence: `${NOT_MEASURED_YET}: ${what}`, state: null, takenAt: null, path: pathTo(slug, step) };
}

function whatWouldTell(
  line: LineFacts,
  now: Date,
): { readonly step: 'frame' | 'act' | 'learn'; readonly what: string } {
  const { framing } = line;
  if (!framing) return { step: 'frame', what: 'sign the framing, which says what counts as success.' };
  const { design, readOutOn } = framing.summary.successCriterion;
  if (design === 'none') {
    return { step: 'frame', what: 'amend the framing so that some are left alone to compare with.' };
  }
  if (!line.hasAssignments) return { step: 'act', what: 'draw who is acted upon and who is left alone.' };
  if (!line.hasOutcomes) return { step: 'act', what: 'bring in what became of those who were drawn.' };
  return readOutOn > now.toISOString().slice(0, 10)
    ? { step: 'learn', what: `the verdict is due on ${dayInWords(readOutOn)}; wait until then.` }
    : { step: 'learn', what: `take the verdict, which was due on ${dayInWords(readOutOn)}.` };
}
