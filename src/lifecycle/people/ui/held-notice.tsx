import { useQuery } from '@tanstack/react-query';
import { AppLink, Notice } from '../../../web/kit/index.ts';
import type { HeldWork } from '../playbook.ts';
import { playbookOfQuery } from './playbook-queries.ts';

/** Says what work the playbook of an initiative holds back, and whose signature it waits for; nothing when it may begin. */
export function HeldNotice({
  slug,
  work,
  title,
}: {
  readonly slug: string;
  readonly work: HeldWork;
  readonly title: string;
}) {
  const { data } = useQuery(playbookOfQuery(slug));
  const held = data?.held.find((entry) => entry.work === work);
  if (!held) return null;
  return (
    <Notice tone="look" title={title}>
      {held.sentence} <AppLink to={`/i/${slug}/frame`}>Go to Frame</AppLink>
    </Notice>
  );
}
