import { IconPlugConnected, IconPlugConnectedX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';

/** What the page knows of its ways to the server. */
export interface Connection {
  /** Since when the server does not answer; `null` while it does. */
  readonly lostSince: Date | null;
  /** Whether the page hears by itself what others change. */
  readonly isLive: boolean;
}

/** What is wrong with the connection, if anything. */
type Trouble = 'none' | 'deaf' | 'lost';

/** Changes of others that come in again within this time are not worth a word, ms. */
const PATIENCE_MS = 2_000;
/** How long "back" is said, ms. */
const BACK_MS = 4_000;

/** Says that there is no connection and since when, that changes of others do not come in, and that all is well again. */
export function ConnectionNotice({ connection: { lostSince, isLive } }: { readonly connection: Connection }) {
  const [shown, setShown] = useState<'deaf' | 'back'>();
  const wasTold = useRef(false);
  const trouble: Trouble = lostSince === null ? (isLive ? 'none' : 'deaf') : 'lost';
  useEffect(() => {
    const say = (next: 'deaf' | 'back' | undefined) => {
      wasTold.current = next === 'deaf';
      setShown(next);
    };
    if (trouble === 'lost') {
      wasTold.current = true;
      return;
    }
    if (trouble === 'deaf') {
      const timer = setTimeout(() => say('deaf'), PATIENCE_MS);
      return () => clearTimeout(timer);
    }
    if (!wasTold.current) return;
    say('back');
    const timer = setTimeout(() => say(undefined), BACK_MS);
    return () => clearTimeout(timer);
  }, [trouble]);
  return (
    <div role="status" className="tl-no-print">
      {lostSince !== null && (
        <p className="tl-connection" data-tone="look">
          <IconPlugConnectedX size={15} aria-hidden />
          <span>
            There has been no connection since {clock(lostSince)}. What you see may be out of date, and nothing can be
            sent; what you write stays on the page. Trying again.
          </span>
        </p>
      )}
      {trouble === 'deaf' && shown === 'deaf' && (
        <p className="tl-connection" data-tone="look">
          <IconPlugConnectedX size={15} aria-hidden />
          <span>
            What others change does not come in at the moment, so what you see may be out of date. Trying again.
          </span>
        </p>
      )}
      {trouble === 'none' && shown === 'back' && (
        <p className="tl-connection" data-tone="reached">
          <IconPlugConnected size={15} aria-hidden />
          <span>Connected again. The page is up to date.</span>
        </p>
      )}
    </div>
  );
}

function clock(time: Date): string {
  return time.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}
