import { Section } from '../kit/index.ts';
import { FormattedText } from './formatted-text.tsx';

export interface WrittenAboutProps {
  /** Markdown, whoever wrote it; nothing is shown where nothing was written. */
  readonly text: string | null | undefined;
  /** "this run", "this experiment". */
  readonly about: string;
  /** Whether it stands above what people came for: two lines, and its heading for those alone who hear the page. */
  readonly isBrief?: boolean;
}

/** The part of a page that shows what somebody wrote about its thing from their own tools. */
export function WrittenAbout({ text, about, isBrief = false }: WrittenAboutProps) {
  if (!text?.trim()) return null;
  const title = 'What was written about it';
  const written = <FormattedText text={text} about={about} below={2} isBrief={isBrief} />;
  if (!isBrief) return <Section title={title}>{written}</Section>;
  return (
    <section>
      <h2 className="tl-hidden">{title}</h2>
      {written}
    </section>
  );
}
