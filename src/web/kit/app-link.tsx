import { type AnyRouter, useRouter } from '@tanstack/react-router';
import type { ComponentPropsWithRef, MouseEvent } from 'react';

/** A link to a page of the app, by its address. */
export interface AppLinkProps extends Omit<ComponentPropsWithRef<'a'>, 'href'> {
  /** The address, e.g. `/i/churn/frame?version=2`. */
  readonly to: string;
}

/**
 * A plain anchor that the router follows without loading the document again. Opening in a new tab, downloads and
 * printing work as for every anchor, and it also renders where there is no router (documents, e-mail, tests).
 */
export function AppLink({ to, onClick, target, className = 'tl-link', ...rest }: AppLinkProps) {
  const router: AnyRouter | null | undefined = useRouter({ warn: false });
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (!router || event.defaultPrevented || target || !isPlainClick(event)) return;
    event.preventDefault();
    router.history.push(to);
  };
  return <a {...rest} className={className} href={to} target={target} onClick={follow} />;
}

function isPlainClick(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}
