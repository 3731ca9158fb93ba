import { Page } from '../../../web/kit/index.ts';
import { AskForm } from './ask-form.tsx';

/** Asks a question or posts an idea in one's own words: one field is enough. */
export function AskPage({ onPosted }: { readonly onPosted: (ideaId: string) => void }) {
  return (
    <Page
      title="What do you want to know or change?"
      documentTitle="Ask a question"
      lead="Write it as you would say it to a colleague. Your words are kept as they are."
    >
      <AskForm onPosted={onPosted} isRoomy />
    </Page>
  );
}
