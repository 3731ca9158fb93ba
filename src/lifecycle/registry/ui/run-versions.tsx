import { useQuery } from '@tanstack/react-query';
import { ProblemNotice, useLiveTopic } from '../../../web/data/index.ts';
import { AppLink, formatDay, Section, StateWord } from '../../../web/kit/index.ts';
import { addressOfModel } from '../model-address.ts';
import { versionsOfRunQuery } from './file-queries.ts';
import { MODELS_KEY } from './model-queries.ts';
import './models.css';

/** The versions of models that were registered from a run; nothing while there is none. */
export function RunVersions({ runId }: { readonly runId: string }) {
  useLiveTopic('models', MODELS_KEY);
  const versions = useQuery(versionsOfRunQuery(runId));
  if (!versions.data) return <ProblemNotice error={versions.error} onRetry={() => void versions.refetch()} />;
  if (versions.data.length === 0) return null;
  return (
    <Section title="Registered from it">
      <ul className="tl-model-names">
        {versions.data.map(({ model, version, aliases, registeredBy, registeredAt }) => (
          <li key={`${model} ${version}`} className="tl-row">
            <AppLink to={`${addressOfModel(model)}#version-${version}`}>
              {model}, version {version}
            </AppLink>
            {aliases.map((alias) => (
              <StateWord key={alias} tone="accent" look="chip">
                {alias}
              </StateWord>
            ))}
            <span className="tl-muted">
              by {registeredBy} on {formatDay(registeredAt)}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
