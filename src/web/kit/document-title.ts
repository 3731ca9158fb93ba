import { useEffect } from 'react';

/** Names the browser's tab: the page first, then the product's name from the document's `application-name`. */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    const product = document.querySelector<HTMLMetaElement>('meta[name="application-name"]')?.content;
    document.title = product ? `${title} · ${product}` : title;
  }, [title]);
}
