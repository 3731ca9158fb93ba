import { Section } from '../kit/index.ts';
import { FormattedText } from './formatted-text.tsx';

export interface WrittenAboutProps {
  /** Markdown, whoever wrote it; nothing is shown where nothing was written. */
  readonly text: string | null | undefined;
  /** "this run", "this experiment". */
  readonly about: string;
}

/** The part of a page that shows what somebody wrote about its thing from their own tools. */
export function WrittenAbout({ text, about }: WrittenAboutProps) {
  if (!text?.trim()) return null;
  return (
    <Section title="What was written about it">
      <FormattedText text={text} about={about} below={2} />
    </Section>
  );
}
