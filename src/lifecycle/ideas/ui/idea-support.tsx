import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ProblemNotice } from '../../../web/data/index.ts';
import { PersonFace, Section } from '../../../web/kit/index.ts';
import { RightButton, rightTo } from '../../initiatives/ui/index.ts';
import { IDEAS_KEY, type IdeaPageData, ideasClient } from './idea-queries.ts';
import { supportWords } from './idea-state-word.tsx';

/** Who supports an idea, and the reader's own support, which counts once and can be taken back. */
export function IdeaSupport({ page }: { readonly page: IdeaPageData }) {
  const { idea, supporters, doISupport, rights } = page;
  const queryClient = useQueryClient();
  const support = useMutation({
    mutationFn: () => {
      const input = { params: { ideaId: idea.id } };
      return doISupport ? ideasClient.unsupport(input) : ideasClient.support(input);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: IDEAS_KEY }),
  });
  return (
    <Section title={supportWords(idea.supportCount)}>
      {supporters.length > 0 && (
        <ul className="tl-supporters">
          {supporters.map(({ accountId, name }) => (
            <li key={accountId}>
              <PersonFace name={name} withName />
            </li>
          ))}
        </ul>
      )}
      {idea.supportCount > supporters.length && supporters.length > 0 && (
        <p className="tl-muted tl-small">and {idea.supportCount - supporters.length} more</p>
      )}
      <RightButton
        right={rightTo(rights, 'idea.support')}
        variant="default"
        loading={support.isPending}
        onClick={() => support.mutate()}
      >
        {doISupport ? 'Take my support back' : 'Support it'}
      </RightButton>
      <ProblemNotice error={support.error} />
    </Section>
  );
}
