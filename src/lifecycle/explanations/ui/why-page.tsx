import { useQuery } from '@tanstack/react-query';
import { ProblemNotice } from '../../../web/data/index.ts';
import { AppLink } from '../../../web/kit/index.ts';
import type { BesideThing, Rights } from '../../initiatives/ui/index.ts';
import { trainingPath } from '../../training/ui/index.ts';
import { AskPart } from './ask-part.tsx';
import { explanationQuery } from './explanation-queries.ts';
import { WholePart } from './whole-part.tsx';
import './explanations.css';

export interface WhyPageProps {
  readonly slug: string;
  readonly trainingId: string;
  readonly rights: Rights;
  /** What a later room of the line offers beside a curve that somebody calls wrong. */
  readonly besideDoubt: BesideThing;
}

/** Why a first model says what it says: about one row, what would have to be otherwise, and as a whole. */
export function WhyPage({ slug, trainingId, rights, besideDoubt }: WhyPageProps) {
  const { data, error, isPending, refetch } = useQuery(explanationQuery(slug, trainingId));
  return (
    <>
      <p className="tl-no-print">
        <AppLink to={trainingPath(slug, trainingId)}>{data?.training.name ?? 'The first model'}</AppLink>
      </p>
      <ProblemNotice error={error} onRetry={() => void refetch()} />
      {isPending && (
        <p className="tl-muted" role="status">
          The model is looked at for the first time. That takes a few seconds.
        </p>
      )}
      {data && (
        <>
          <AskPart slug={slug} explanation={data} rights={rights} />
          <WholePart slug={slug} explanation={data} rights={rights} besideDoubt={besideDoubt} />
        </>
      )}
    </>
  );
}
