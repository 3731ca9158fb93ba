import { Disclosure, formatCount, Notice } from '../../../web/kit/index.ts';
import { FileText } from './file-text.tsx';
import { programsOfPage, withoutScripts } from './page-programs.ts';

export interface PagePreviewProps {
  readonly name: string;
  readonly html: string;
  /** Whether it is all of the page; half of one is not drawn. */
  readonly isWhole: boolean;
  /** Where the file is downloaded from. */
  readonly url: string;
}

/**
 * An HTML file, drawn in a closed frame of nobody's origin that runs no programs, submits no forms and opens nothing. What
 * such a frame leaves out is said in words, with the ways to see it all the same.
 */
export function PagePreview({ name, html, isWhole, url }: PagePreviewProps) {
  const programs = programsOfPage(html);
  const save = (
    <a className="tl-model-get" href={url}>
      Save the file
    </a>
  );
  return (
    <>
      {isWhole && programs === 'all' && (
        <Notice
          tone="look"
          title="This page is drawn by a program, and programs in files do not run here"
          action={save}
        >
          Here it could act in your name, so nothing of it is shown. Save the file and open it from your own computer,
          if you trust whoever logged it.
        </Notice>
      )}
      {!isWhole && (
        <Notice tone="look" title="This page is too large to be drawn here" action={save}>
          Save the file and open it from your own computer, if you trust whoever logged it.
        </Notice>
      )}
      {isWhole && programs !== 'all' && (
        // The frame runs nothing in any case; scripts are left out so that the browser does not complain of each of them.
        <iframe title={`The page ${name}`} sandbox="" srcDoc={withoutScripts(html)} className="tl-model-frame" />
      )}
      {isWhole && programs === 'some' && (
        <p>
          Parts of this page are made by a program, and programs in files do not run here: something may be missing
          above, or not answer. {save} to see all of it on your own computer, if you trust whoever logged it.
        </p>
      )}
      <Source name={name} html={html} />
    </>
  );
}

/** Characters of a source that are shown; the libraries in such pages alone have millions. */
const SHOWN_CHARACTERS = 100_000;

function Source({ name, html }: Pick<PagePreviewProps, 'name' | 'html'>) {
  return (
    <Disclosure label="Show its source as text" openLabel="Hide its source" isPrinted={false} isMadeOnOpening>
      <FileText label={`The source of ${name}`} text={html.slice(0, SHOWN_CHARACTERS)} />
      {html.length > SHOWN_CHARACTERS && (
        <p className="tl-muted">These are the first {formatCount(SHOWN_CHARACTERS)} characters.</p>
      )}
    </Disclosure>
  );
}
