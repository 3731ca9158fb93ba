import { useQuery } from '@tanstack/react-query';
import { AppLink, formatMoment, formatPlural, Notice } from '../../../web/kit/index.ts';
import { lineageQuery, type Trouble } from './lineage-queries.ts';
import './lineage.css';

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

/** What is wrong upstream of one data set or of all, on top of the page where data are prepared. */
export function InitiativeTroubles({
  slug,
  datasetId,
}: {
  readonly slug: string;
  readonly datasetId?: string | undefined;
}) {
  const lineage = useQuery(lineageQuery(slug));
  const troubles = lineage.data?.troubles ?? [];
  return (
    <TroubleNotice
      troubles={datasetId === undefined ? troubles : troubles.filter((trouble) => trouble.datasetId === datasetId)}
    />
  );
}

function upperFirst(sentence: string): string {
  return `${sentence.slice(0, 1).toUpperCase()}${sentence.slice(1)}`;
}
