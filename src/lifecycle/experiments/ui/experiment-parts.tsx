import { AppLink } from '../../../web/kit/index.ts';
import './experiments.css';

const PARTS = [
  { id: 'runs', label: 'Runs', path: '' },
  { id: 'traces', label: 'Traces', path: '/traces' },
] as const;

export interface ExperimentPartsProps {
  readonly experimentId: string;
  readonly part: (typeof PARTS)[number]['id'];
}

/** The two lists that an experiment has, side by side. */
export function ExperimentParts({ experimentId, part }: ExperimentPartsProps) {
  return (
    <nav aria-label="Parts of this experiment" className="tl-experiment-parts tl-no-print" data-keeps-focus>
      {PARTS.map(({ id, label, path }) => (
        <AppLink
          key={id}
          to={`/experiments/${experimentId}${path}`}
          className="tl-experiment-part"
          {...(id === part ? { 'aria-current': 'page' as const } : {})}
        >
          {label}
        </AppLink>
      ))}
    </nav>
  );
}
