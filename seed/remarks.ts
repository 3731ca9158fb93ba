import type { Remarks } from './story.ts';

/** The nouns with which the table of a story speaks. */
export interface TableTalk {
  /** "customers", "machines". */
  readonly units: string;
  /** "retention call". */
  readonly action: string;
  /** Where the records come from: "the customer system". */
  readonly source: string;
  /** What the model is compared with: "calling those with the oldest contracts". */
  readonly heuristic: string;
}

/**
 * What is said at the steps from Ask to Act, one sentence for every seat that the standard playbook wants to hear. Framing
 * is said by signing as well, but a signature alone does not tell what was meant.
 */
export function remarksOf({ units, action, source, heuristic }: TableTalk): Remarks {
  return {
    ask: {
      sme: `This is what my team is asked about every quarter, and today we choose the ${units} by feeling.`,
      sponsor: 'I pay for one season of this. After the read-out I want to know whether to go on.',
      'data-scientist': `It can be put as a prediction, if we agree what is done with it: a ${action}, and for whom.`,
    },
    frame: {
      sme: `The smallest effect worth having is mine: below it the ${action} is not worth the trouble.`,
      'data-scientist': `Some ${units} are left alone, drawn by chance, so that we compare like with like.`,
      sponsor: 'I agree with the read-out date and with leaving that share alone.',
      'data-engineer': `${source} can deliver outcomes every two weeks, with the date up to which it is complete.`,
    },
    prepare: {
      'data-engineer': `Two years of records from ${source} are joined; nothing from after the prediction is used.`,
      'data-scientist': `The columns mean what the expert says they mean; I checked twenty ${units} by hand.`,
      sme: `The twenty ${units} we looked at together are right.`,
    },
    build: {
      'data-scientist': `It ranks better than ${heuristic}, on months that it had not seen.`,
      sme: `The ${units} at the top of the list are those I would worry about.`,
    },
    review: {
      'risk-manager': 'Inputs, limits and the way back are documented; no protected attribute is used.',
      sme: 'I know what it cannot see, and so does my team.',
      'data-scientist': 'The review was done by somebody who did not build it.',
    },
    release: {
      devops: 'It runs every cycle, and the version before it is one command away.',
      'software-engineer': `The list shows who gets a ${action} and who is left alone; nobody can swap them.`,
      'data-scientist': 'Scores of the first cycle agree with those of the test.',
    },
    act: {
      sme: `My people work through the list as it is, without adding or skipping ${units}.`,
      'software-engineer': `Every ${action} is logged when it happens, with what became of it.`,
    },
  };
}
