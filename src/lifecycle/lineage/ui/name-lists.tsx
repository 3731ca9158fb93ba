import { AppLink } from '../../../web/kit/index.ts';
import { type Dependent, type JobEntry, jobAddress, sourceAddress } from './lineage-queries.ts';
import { StateMark } from './state-mark.tsx';

/** Jobs by their names, each with how its last run ended. */
export function JobNames({ jobs, none }: { readonly jobs: readonly JobEntry[]; readonly none: string }) {
  if (jobs.length === 0) return <span className="tl-muted">{none}</span>;
  return (
    <ul className="tl-lineage-names">
      {jobs.map((job) => (
        <li key={job.id} className="tl-lineage-cell">
          <AppLink to={jobAddress(job.id)}>{job.name}</AppLink>
          <StateMark {...job} />
        </li>
      ))}
    </ul>
  );
}

/** Tables by their names. */
export function TableNames({
  tables,
  none,
}: {
  readonly tables: readonly { readonly id: string; readonly name: string }[];
  readonly none: string;
}) {
  if (tables.length === 0) return <span className="tl-muted">{none}</span>;
  return (
    <ul className="tl-lineage-names">
      {tables.map(({ id, name }) => (
        <li key={id}>
          <AppLink to={sourceAddress(id)}>{name}</AppLink>
        </li>
      ))}
    </ul>
  );
}

/** Data sets by the initiatives that use them. */
export function DependentNames({ dependents }: { readonly dependents: readonly Dependent[] }) {
  if (dependents.length === 0) return <span className="tl-muted">None that you may see</span>;
  return (
    <ul className="tl-lineage-names">
      {dependents.map(({ datasetId, datasetName, slug, initiativeName }) => (
        <li key={datasetId} className="tl-lineage-cell">
          <AppLink to={`/i/${slug}/lineage`}>{initiativeName}</AppLink>
          <span className="tl-muted tl-small">as the data set {datasetName}</span>
        </li>
      ))}
    </ul>
  );
}
