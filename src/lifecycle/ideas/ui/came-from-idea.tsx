import { useQuery } from '@tanstack/react-query';
import { AppLink, formatDay } from '../../../web/kit/index.ts';
import { originQuery } from './idea-queries.ts';

/** From which idea an initiative came; nothing where somebody started it without one. */
export function CameFromIdea({ slug }: { readonly slug: string }) {
  const { data: idea } = useQuery(originQuery(slug));
  if (!idea) return null;
  return (
    <p className="tl-muted tl-small">
      It began as <AppLink to={`/ideas/${idea.id}`}>an idea that {idea.proposerName} proposed</AppLink> on{' '}
      {formatDay(idea.createdAt)}
      {idea.supportCount > 0 && `, with ${idea.supportCount} ${idea.supportCount === 1 ? 'supporter' : 'supporters'}`}.
    </p>
  );
}
