import { IconPlugConnected, IconPlugConnectedX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';

/** The live connection as the page knows it. */
export type Connection = 'connected' | 'lost';

/** A connection that comes back within this time is not worth a word, ms. */
const PATIENCE_MS = 2_000;
/** How long "back" is said, ms. */
const BACK_MS = 4_000;

/** Says that the live connection is lost, and that it is back. */
export function ConnectionNotice({ connection }: { readonly connection: Connection }) {
  const [shown, setShown] = useState<'lost' | 'back'>();
  const wasTold = useRef(false);
  useEffect(() => {
    const say = (next: 'lost' | 'back' | undefined) => {
      wasTold.current = next === 'lost';
      setShown(next);
    };
    if (connection === 'lost') {
      const timer = setTimeout(() => say('lost'), PATIENCE_MS);
      return () => clearTimeout(timer);
    }
    if (!wasTold.current) return;
    say('back');
    const timer = setTimeout(() => say(undefined), BACK_MS);
    return () => clearTimeout(timer);
  }, [connection]);
  return (
    <div role="status" className="tl-no-print">
      {shown === 'lost' && (
        <p className="tl-connection" data-tone="look">
          <IconPlugConnectedX size={15} aria-hidden /> The connection is lost. What you see may be out of date; trying
          again.
        </p>
      )}
      {shown === 'back' && (
        <p className="tl-connection" data-tone="reached">
          <IconPlugConnected size={15} aria-hidden /> Connected again. The page is up to date.
        </p>
      )}
    </div>
  );
}
