import './shell.css';

/** What stands in place of a page whose program is on its way: nothing at first, so that a quick one does not flicker, then a sentence. */
export function OpeningPage() {
  return (
    <p className="tl-muted tl-opening" role="status">
      Opening the page
    </p>
  );
}
