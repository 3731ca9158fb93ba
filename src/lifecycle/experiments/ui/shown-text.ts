import { formatCount } from '../../../words/index.ts';

/** A text as far as it is shown. */
export interface ShownText {
  readonly text: string;
  /** Of all of it, in characters. */
  readonly length: number;
}

/** How much of a text is left out, in a sentence; nothing when all is shown. */
export function cutInWords({ text, length }: ShownText): string | undefined {
  return text.length < length
    ? `The first ${formatCount(text.length)} of ${formatCount(length)} characters. The file of the spans holds all of it.`
    : undefined;
}
