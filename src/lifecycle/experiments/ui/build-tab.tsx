import { useQuery } from '@tanstack/react-query';
import { ProblemNotice } from '../../../web/data/index.ts';
import { CopyField, Disclosure, EmptyState, formatPlural, Section } from '../../../web/kit/index.ts';
import type { Rights } from '../../initiatives/ui/index.ts';
import { ConclusionsPart } from './conclusions-part.tsx';
import { ConnectForm } from './connect-form.tsx';
import { ConnectedList } from './connected-list.tsx';
import { connectedQuery } from './experiment-queries.ts';
import { RunsPart } from './runs-part.tsx';

export interface BuildTabProps {
  readonly slug: string;
  /** What the reader may do on this initiative. */
  readonly rights: Rights;
}

/** What was tried for the question, what people conclude from it, and how to log more. */
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
          <EmptyState
            sentence="No run has been logged to this initiative."
            detail="A data scientist logs here with the MLflow client they know; nothing else has to be installed."
            action={<HowToLog slug={slug} startsOpen />}
          />
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
        {runCount > 0 && <HowToLog slug={slug} />}
      </Section>
    </>
  );
}

function HowToLog({ slug, startsOpen = false }: { readonly slug: string; readonly startsOpen?: boolean }) {
  return (
    <Disclosure label="How to log runs here" startsOpen={startsOpen} isPrinted={false}>
      <div className="tl-stack">
        <CopyField
          label="1. In the terminal, where to log"
          value={`export MLFLOW_TRACKING_URI=${window.location.origin}`}
        />
        <CopyField
          label="2. In the terminal, who logs"
          value="export MLFLOW_TRACKING_TOKEN="
          help="Put your access token behind it; make one under your name, Access tokens."
        />
        <CopyField
          label="3. In the script or notebook"
          value={`mlflow.set_experiment("${slug}/first tries")`}
          help="The part before the slash connects the experiment to this initiative."
        />
      </div>
    </Disclosure>
  );
}
