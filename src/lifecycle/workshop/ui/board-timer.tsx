import { Button, Menu } from '@mantine/core';
import { IconClock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { clockQuery, workshopClient } from './workshop-queries.ts';

const CHOICES = [2, 5, 10, 15, 30] as const;

export interface BoardTimerProps {
  readonly slug: string;
  readonly endsMs: number | null;
  readonly mayWork: boolean;
  readonly onFailed: (error: unknown) => void;
}

/** The timer that everybody at the board sees; it runs by the server's clock. */
export function BoardTimer({ slug, endsMs, mayWork, onFailed }: BoardTimerProps) {
  const { data: aheadMs = 0 } = useQuery(clockQuery(slug));
  const leftMs = useLeft(endsMs, aheadMs);
  const start = (minutes: number) =>
    void workshopClient.startTimer({ params: { slug }, body: { minutes } }).catch(onFailed);
  if (endsMs !== null) {
    return (
      <span className="tl-row tl-board-timer" data-over={leftMs <= 0}>
        <IconClock size={16} aria-hidden />
        <span role="timer" aria-label="Time left">
          {leftMs > 0 ? `${clockWords(leftMs)} left` : 'Time is up'}
        </span>
        <span role="status" className="tl-hidden">
          {leftMs <= 0 ? 'The time of the board is up.' : ''}
        </span>
        {mayWork && (
          <Button variant="default" size="compact-sm" onClick={() => start(0)}>
            {leftMs > 0 ? 'Stop the timer' : 'Put it away'}
          </Button>
        )}
      </span>
    );
  }
  if (!mayWork) return null;
  return (
    <Menu position="bottom-start" withinPortal={false}>
      <Menu.Target>
        <Button variant="default" leftSection={<IconClock size={15} aria-hidden />}>
          Start a timer
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {CHOICES.map((minutes) => (
          <Menu.Item key={minutes} onClick={() => start(minutes)}>
            {minutes} minutes
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function useLeft(endsMs: number | null, aheadMs: number): number {
  const [nowMs, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (endsMs === null) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [endsMs]);
  return endsMs === null ? 0 : endsMs - (nowMs + aheadMs);
}

function clockWords(leftMs: number): string {
  const seconds = Math.ceil(leftMs / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
