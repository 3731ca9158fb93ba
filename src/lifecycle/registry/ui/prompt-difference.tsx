import { useId, useMemo } from 'react';
import { formatPlural, ScrollRegion } from '../../../web/kit/index.ts';
import { aroundChanges, type DifferenceRow, lineDifference } from '../line-difference.ts';
import { readableText } from '../prompt.ts';
import type { PromptVersion } from './prompt-queries.ts';
import { Template } from './prompt-text.tsx';

/** Lines that are shown around a change. */
const AROUND = 3;
/** Height at which a difference scrolls in its own box, px. */
const BOX = 480;

export interface PromptDifferenceProps {
  readonly older: PromptVersion;
  readonly newer: PromptVersion;
}

/** What changed from one version to another: the text line by line, and the settings where they changed. */
export function PromptDifference({ older, newer }: PromptDifferenceProps) {
  const parts = [
    { title: 'The text', before: readableText(older.content), after: readableText(newer.content) },
    { title: 'The settings of the model', before: older.modelSettings ?? '', after: newer.modelSettings ?? '' },
    { title: 'The form of the answer', before: older.answerForm ?? '', after: newer.answerForm ?? '' },
  ].filter(({ before, after }) => before !== after);
  const fromTo = `from version ${older.version} to version ${newer.version}`;
  if (parts.length === 0) return <p className="tl-muted">Nothing {fromTo}: they say the same.</p>;
  return parts.map(({ title, before, after }) => (
    <Difference key={title} label={`${title} ${fromTo}`} before={before} after={after} />
  ));
}

function Difference({
  label,
  before,
  after,
}: {
  readonly label: string;
  readonly before: string;
  readonly after: string;
}) {
  const id = useId();
  const lines = useMemo(() => lineDifference(before, after), [before, after]);
  const counts = (['added', 'removed'] as const).flatMap((wanted) => {
    const count = lines.filter(({ kind }) => kind === wanted).length;
    return count === 0 ? [] : `${formatPlural(count, 'line', 'lines')} ${wanted}`;
  });
  if (counts.length === 0) return <p className="tl-muted">{label}: only how lines end changed.</p>;
  return (
    <div className="tl-stack">
      <p id={id}>
        {label}: {counts.join(', ')}.
      </p>
      <ScrollRegion labelledBy={id} maxHeight={BOX}>
        <ol className="tl-difference">
          {aroundChanges(lines, AROUND).map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: equal lines may stand in many places.
            <Row key={at} row={row} />
          ))}
        </ol>
      </ScrollRegion>
    </div>
  );
}

function Row({ row }: { readonly row: DifferenceRow }) {
  if (row.kind === 'left-out')
    return <li data-kind="left-out">{formatPlural(row.lines, 'line', 'lines')} as before</li>;
  const text = <Template text={row.text} />;
  if (row.kind === 'same') return <li data-kind="same">{text}</li>;
  return row.kind === 'added' ? (
    <li data-kind="added">
      <span className="tl-hidden">Added: </span>
      <ins>{text}</ins>
    </li>
  ) : (
    <li data-kind="removed">
      <span className="tl-hidden">Removed: </span>
      <del>{text}</del>
    </li>
  );
}
