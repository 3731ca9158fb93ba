import {
  type Icon,
  IconAlertTriangle,
  IconGavel,
  IconHelpCircle,
  IconInfoCircle,
  IconTelescope,
} from '@tabler/icons-react';
import { StateWord } from '../../../web/kit/index.ts';
import { MEANING_NAME, type NoteMeaning } from '../board.ts';

type Tone = 'accent' | 'look' | 'reached' | 'broken' | 'unknown';

const LOOK: Readonly<Record<NoteMeaning, { readonly tone: Tone; readonly icon: Icon }>> = {
  wish: { tone: 'accent', icon: IconHelpCircle },
  decision: { tone: 'look', icon: IconGavel },
  prediction: { tone: 'reached', icon: IconTelescope },
  worry: { tone: 'broken', icon: IconAlertTriangle },
  fact: { tone: 'unknown', icon: IconInfoCircle },
};

/** The tone of a note, for its edge; never shown without the word. */
export function toneOf(meaning: NoteMeaning): Tone {
  return LOOK[meaning].tone;
}

/** What a note is about: icon, word and tone together. */
export function MeaningWord({ meaning }: { readonly meaning: NoteMeaning }) {
  return (
    <StateWord tone={LOOK[meaning].tone} icon={LOOK[meaning].icon}>
      {MEANING_NAME[meaning]}
    </StateWord>
  );
}
