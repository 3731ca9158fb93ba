import { IconArrowBackUp } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { AppLink, formatPlural } from '../../../web/kit/index.ts';
import { STEP_NAME } from '../../line-order.ts';
import { findingsQuery } from './finding-queries.ts';
import './return-arrow.css';

/**
 * The arrow that returns from the end of the line, with how many findings people and verdicts sent back to an earlier
 * step; nothing while there are none.
 */
export function ReturnArrow({ slug }: { readonly slug: string }) {
  const { data } = useInfiniteQuery(findingsQuery(slug));
  const [first] = data?.pages ?? [];
  if (!first || first.counts.sentBack === 0) return null;
  const { sentBack, openSentBack } = first.counts;
  return (
    <p className="tl-line-return">
      <IconArrowBackUp size={15} aria-hidden />
      <AppLink to={`/i/${slug}/learn`}>
        {formatPlural(sentBack, 'finding', 'findings')} sent back along the line
      </AppLink>
      <span className="tl-muted">
        to {first.sentBackTo.map((step) => STEP_NAME[step]).join(', ')};{' '}
        {openSentBack === 0
          ? 'every one is settled'
          : `${openSentBack === 1 ? '1 waits' : `${openSentBack} wait`} for an answer`}
      </span>
    </p>
  );
}
