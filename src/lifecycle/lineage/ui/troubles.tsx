import { useQuery } from '@tanstack/react-query';
import { AppLink, formatMoment, formatPlural, Notice } from '../../../web/kit/index.ts';
import { lineageQuery, type Trouble } from './lineage-queries.ts';

/** What is wrong upstream of data sets: the data and the broken rule, or the job that failed. Nothing where all is well. */
export function TroubleNotice({ troubles }: { readonly troubles: readonly Trouble[] }) {
  if (troubles.length === 0) return null;
  const names = [...new Set(troubles.map(({ datasetName }) => datasetName))];
  return (
    <Notice
      tone="broken"
      title={`${formatPlural(troubles.length, 'thing is', 'things are')} wrong with what ${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} made from.`}
    >
      <ul className="tl-lineage-troubles">
        {troubles.map(({ datasetId, sentence, to, at }) => (
          <li key={`${datasetId} ${sentence}`}>
            <AppLink to={to}>{upperFirst(sentence)}</AppLink>
            <span className="tl-muted">, since {formatMoment(at)}</span>
          </li>
        ))}
      </ul>
      <p>Numbers learned or scored from these data may be wrong until it is put right.</p>
    </Notice>
  );
}

/** What is wrong upstream of any data set of an initiative, on top of the page where its data are prepared. */
export function InitiativeTroubles({ slug }: { readonly slug: string }) {
  const lineage = useQuery(lineageQuery(slug));
  return <TroubleNotice troubles={lineage.data?.troubles ?? []} />;
}

function upperFirst(sentence: string): string {
  return `${sentence.slice(0, 1).toUpperCase()}${sentence.slice(1)}`;
}
