import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp, IconEyeOff } from '@tabler/icons-react';
import type { SharedState } from '../../../web/documents/index.ts';
import { formatPlural } from '../../../web/kit/index.ts';
import { type Board, votesLeft } from '../board.ts';
import type { BoardDesk } from './board-desk.ts';
import { BoardTimer } from './board-timer.tsx';
import { PeopleHere } from './people-here.tsx';
import { SharedStateLine } from './shared-state-line.tsx';
import { useUndoing } from './use-board.ts';
import type { PersonHere } from './use-presence.ts';
import { workshopClient } from './workshop-queries.ts';

const BUDGETS = [1, 3, 5, 7, 10] as const;

export interface BoardBarProps {
  readonly slug: string;
  readonly board: Board;
  readonly desk: BoardDesk | null;
  readonly myId: string;
  readonly people: readonly PersonHere[];
  readonly state: SharedState;
  readonly byVotes: boolean;
  readonly onOrder: (byVotes: boolean) => void;
  readonly onFailed: (error: unknown) => void;
}

/** What concerns the board as a whole: who is here, whether it is saved, time, votes, hidden notes, undo. */
export function BoardBar(props: BoardBarProps) {
  const { slug, board, desk, myId, people, state, byVotes, onOrder, onFailed } = props;
  const { session } = board;
  const params = { slug };
  return (
    <div className="tl-board-bar tl-no-print">
      <div className="tl-row">
        <BoardTimer slug={slug} endsMs={session.timerEndsMs} mayWork={desk !== null} onFailed={onFailed} />
        {desk && session.hiddenSinceMs === null && (
          <Button
            variant="default"
            leftSection={<IconEyeOff size={15} aria-hidden />}
            onClick={() => void workshopClient.hideNotes({ params }).catch(onFailed)}
          >
            Write first, read later
          </Button>
        )}
        <Button variant="default" aria-pressed={byVotes} onClick={() => onOrder(!byVotes)}>
          {byVotes ? 'Order: most votes first' : 'Order: as written'}
        </Button>
        {desk && (
          <Menu position="bottom-start" withinPortal={false}>
            <Menu.Target>
              <Button variant="subtle">
                {votesLeft(board, myId)} of {formatPlural(session.votesEach, 'vote', 'votes')} left
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Label>Votes for everybody</Menu.Label>
              {BUDGETS.map((votesEach) => (
                <Menu.Item
                  key={votesEach}
                  onClick={() => void workshopClient.setVotes({ params, body: { votesEach } }).catch(onFailed)}
                >
                  {formatPlural(votesEach, 'vote', 'votes')} each
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
        {desk && <UndoButtons desk={desk} />}
      </div>
      <div className="tl-row">
        <PeopleHere people={people} />
        {desk && <SharedStateLine state={state} />}
      </div>
    </div>
  );
}

function UndoButtons({ desk }: { readonly desk: BoardDesk }) {
  const { canUndo, canRedo } = useUndoing(desk);
  return (
    <span className="tl-row tl-board-undo">
      <Tooltip label="Undo what you did last">
        <ActionIcon aria-label="Undo what you did last" disabled={!canUndo} onClick={() => desk.undoing.undo()}>
          <IconArrowBackUp size={17} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Do it again">
        <ActionIcon aria-label="Do it again" disabled={!canRedo} onClick={() => desk.undoing.redo()}>
          <IconArrowForwardUp size={17} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </span>
  );
}
