import { ActionIcon } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useLiveTopic } from '../../../web/data/index.ts';
import { AppLink, formatPlural } from '../../../web/kit/index.ts';
import { NOTICES_KEY, noticeCountQuery } from './notice-queries.ts';

/** More than this is not counted out on the bell. */
const MOST = 99;

/** The bell of the top bar: how much is new, also while somebody else makes it so. */
export function Bell({ accountId }: { readonly accountId: string }) {
  useLiveTopic(`account:${accountId}`, NOTICES_KEY);
  const count = useQuery(noticeCountQuery);
  const unread = count.data?.unread ?? 0;
  const words =
    unread === 0 ? 'Notifications, nothing new' : `Notifications, ${formatPlural(unread, 'new one', 'new ones')}`;
  return (
    <ActionIcon component={AppLink} to="/notifications" className="tl-bell" aria-label={words} title={words}>
      <IconBell size={18} aria-hidden />
      {unread > 0 && (
        <span className="tl-bell-count" aria-hidden>
          {unread > MOST ? `${MOST}+` : unread}
        </span>
      )}
    </ActionIcon>
  );
}
