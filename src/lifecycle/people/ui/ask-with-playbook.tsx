import { useQuery } from '@tanstack/react-query';
import { AskPage } from '../../initiatives/ui/index.ts';
import { SUITED_PLAYBOOK } from '../shipped-playbooks.ts';
import { playbooksQuery } from './playbook-queries.ts';

/** Asking a question, with the playbooks of the organisation to choose from. */
export function AskWithPlaybook({ onAsked }: { readonly onAsked: (slug: string) => void }) {
  const { data } = useQuery(playbooksQuery);
  const published = (data?.playbooks ?? []).filter(({ latest }) => latest !== null);
  return <AskPage playbooks={published} suits={SUITED_PLAYBOOK} onAsked={onAsked} />;
}
