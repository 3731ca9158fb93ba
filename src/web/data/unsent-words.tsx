import { useBlocker } from '@tanstack/react-router';
import { useConnection } from './this-server.ts';

/**
 * Says that what somebody entered is kept, and sees to it: while this stands on the page, leaving the page or closing it asks
 * first. It goes with the problem that it belongs to.
 */
export function UnsentWords() {
  useBlocker({
    // What only looks at the same page in another way takes nothing off it.
    shouldBlockFn: ({ current, next }) =>
      current.pathname !== next.pathname &&
      !window.confirm('What you entered was not stored yet, and is gone when you leave this page. Leave it?'),
    enableBeforeUnload: true,
  });
  const isBack = useConnection().lostSince === null;
  return <p>What you entered is kept on this page.{isBack && ' The connection is back.'}</p>;
}
