import { useQuery } from '@tanstack/react-query';
import { createRoute } from '@tanstack/react-router';
import { lazy } from 'react';
import { z } from 'zod';
import { IDEA_STATES } from '../lifecycle/ideas/idea.ts';
import { sessionQuery } from '../lifecycle/people/ui/account-queries.ts';
import { useGoOn } from '../web/kit/index.ts';
import { inside } from './roots.tsx';

const ideas = () => import('../lifecycle/ideas/ui/index.ts');

const AskPage = lazy(async () => ({ default: (await ideas()).AskPage }));
const IdeasPage = lazy(async () => ({ default: (await ideas()).IdeasPage }));
const IdeaPage = lazy(async () => ({ default: (await ideas()).IdeaPage }));

function useOpenIdea(): (ideaId: string) => void {
  const goOn = useGoOn();
  return (ideaId) => goOn(`/ideas/${ideaId}`);
}

const ask = createRoute({
  getParentRoute: () => inside,
  path: '/ask',
  component: function Ask() {
    return <AskPage onPosted={useOpenIdea()} />;
  },
});
const ideaList = createRoute({
  getParentRoute: () => inside,
  path: '/ideas',
  validateSearch: z.object({
    view: z.enum(['list', 'funnel', 'settings']).optional().catch(undefined),
    q: z.coerce.string().optional().catch(undefined),
    state: z.enum(IDEA_STATES).optional().catch(undefined),
    department: z.uuid().optional().catch(undefined),
    order: z.enum(['newest', 'support']).optional().catch(undefined),
  }),
  component: function Ideas() {
    const address = ideaList.useSearch();
    const navigate = ideaList.useNavigate();
    const onPosted = useOpenIdea();
    const { data: session } = useQuery(sessionQuery);
    return (
      <IdeasPage
        address={address}
        onAddress={(search) => void navigate({ search, replace: true })}
        onPosted={onPosted}
        isAdministrator={session?.isAdministrator === true}
      />
    );
  },
});
const idea = createRoute({
  getParentRoute: () => inside,
  path: '/ideas/$ideaId',
  component: function Idea() {
    const { ideaId } = idea.useParams();
    return <OneIdea key={ideaId} ideaId={ideaId} />;
  },
});

function OneIdea({ ideaId }: { readonly ideaId: string }) {
  const goOn = useGoOn();
  const { data: me } = useQuery(sessionQuery);
  return me ? <IdeaPage ideaId={ideaId} me={me} onStarted={(slug) => goOn(`/i/${slug}/overview`)} /> : null;
}

/** The pages of what people propose. */
export const ideaRoutes = [ask, ideaList, idea];
