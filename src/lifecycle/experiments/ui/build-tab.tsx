import { useQuery } from '@tanstack/react-query';
import { ProblemNotice } from '../../../web/data/index.ts';
import { EmptyState, formatPlural, Section } from '../../../web/kit/index.ts';
import type { Rights } from '../../initiatives/ui/index.ts';
import { HeldBack } from '../../people/ui/index.ts';
import { ConclusionsPart } from './conclusions-part.tsx';
import { ConnectForm } from './connect-form.tsx';
import { ConnectedList } from './connected-list.tsx';
import { connectedQuery } from './experiment-queries.ts';
import { HowToLog } from './how-to-log.tsx';
import { RunsPart } from './runs-part.tsx';

export interface BuildTabProps {
  readonly slug: string;
  /** What the reader may do on this initiative. */
  readonly rights: Rights;
}

/** Every run that was tried for the question, what people conclude from them, and how to log more. */
export function BuildTab({ slug, rights }: BuildTabProps) {
  const connected = useQuery(connectedQuery(slug));
  const items = connected.data?.items ?? [];
  const runCount = items.reduce((sum, { runCount: runs }) => sum + runs, 0);
  if (!connected.data) return <ProblemNotice error={connected.error} onRetry={() => void connected.refetch()} />;
  return (
    <>
      <ConclusionsPart slug={slug} rights={rights} />
      <Section
        title={runCount === 0 ? 'Nothing was tried yet' : `${formatPlural(runCount, 'run was', 'runs were')} tried`}
        lead="Each run is one try. It keeps the question, the framing and the hypothesis that it was started under."
      >
        {runCount === 0 ? (
          <HeldBack
            slug={slug}
            work="experiments"
            then="a data scientist logs runs here with the client that they know"
          >
            <EmptyState
              sentence="No run has been logged to this initiative."
              detail="A data scientist logs here with the MLflow client they know; nothing else has to be installed."
              action={<HowToLog experimentName={`${slug}/first tries`} startsOpen />}
            />
          </HeldBack>
        ) : (
          <RunsPart slug={slug} />
        )}
      </Section>
      <Section
        title={
          items.length === 0
            ? 'No experiment is connected'
            : `${formatPlural(items.length, 'experiment is', 'experiments are')} connected`
        }
        lead="An experiment is a folder of runs. What is connected here belongs to this question."
      >
        <ConnectedList slug={slug} items={items} rights={rights} />
        <ConnectForm slug={slug} rights={rights} />
        {runCount > 0 && <HowToLog experimentName={`${slug}/first tries`} />}
      </Section>
    </>
  );
}
