import type { ProfiledColumn } from './column-words.ts';

const WIDTH = 96;
const HEIGHT = 22;

/** How a column is spread, as small as a word; the words beside it say the same. */
export function SmallBars({ column }: { readonly column: ProfiledColumn }) {
  const counts = countsOf(column);
  if (counts.length === 0) return null;
  const most = Math.max(...counts, 1);
  const step = WIDTH / counts.length;
  return (
    <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" className="tl-small-bars">
      {counts.map((count, at) => {
        const height = Math.max(count > 0 ? 1 : 0, (count / most) * HEIGHT);
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: bars have no name but their place.
            key={at}
            x={at * step}
            y={HEIGHT - height}
            width={Math.max(1, step - 1)}
            height={height}
          />
        );
      })}
    </svg>
  );
}

function countsOf({ shape, type }: ProfiledColumn): readonly number[] {
  if (!shape) return [];
  if (shape.kind !== 'words') return shape.bins.map(({ rows }) => rows);
  return type === 'id' ? [] : shape.top.slice(0, 12).map(({ rows }) => rows);
}
