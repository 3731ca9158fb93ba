import { IconArrowBackUp } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { AppLink, formatPlural } from '../../../web/kit/index.ts';
import { STEP_NAME } from '../../line-order.ts';
import { ticketsQuery } from './ticket-queries.ts';
import './return-arrow.css';

/** The arrow that returns from the end of the line, with how many findings verdicts sent back; nothing while there are none. */
export function ReturnArrow({ slug }: { readonly slug: string }) {
  const { data } = useQuery(ticketsQuery(slug));
  if (!data || data.sentBackCount === 0) return null;
  const to = [...new Set(data.tickets.flatMap(({ returnTo }) => (returnTo === null ? [] : [STEP_NAME[returnTo]])))];
  return (
    <p className="tl-line-return">
      <IconArrowBackUp size={15} aria-hidden />
      <AppLink to={`/i/${slug}/learn`}>
        {formatPlural(data.sentBackCount, 'finding', 'findings')} sent back along the line
      </AppLink>
      <span className="tl-muted">
        {to.length > 0 && `to ${to.join(', ')}; `}
        {data.openCount === 0
          ? 'every one is answered'
          : `${data.openCount === 1 ? '1 waits' : `${data.openCount} wait`} for an answer`}
      </span>
    </p>
  );
}
