import { INK, LINE_HEIGHT } from './ink.ts';

export interface TextLinesProps {
  readonly x: number;
  /** Vertical centre of the whole block, px. */
  readonly y: number;
  readonly lines: readonly string[];
  readonly fill: string;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly isStrong?: boolean;
  /** Clears the background around the letters, where lines may pass behind them. */
  readonly hasHalo?: boolean;
}

/** Lines of text, centred on a height. */
export function TextLines({ x, y, lines, fill, anchor = 'start', isStrong = false, hasHalo = false }: TextLinesProps) {
  const first = y - ((lines.length - 1) * LINE_HEIGHT) / 2;
  return (
    <text
      fill={fill}
      textAnchor={anchor}
      dominantBaseline="central"
      {...(isStrong ? { fontWeight: 600 } : {})}
      {...(hasHalo ? { stroke: INK.page, strokeWidth: 5, strokeLinejoin: 'round', paintOrder: 'stroke' } : {})}
    >
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of one label have no identity but their place.
        <tspan key={`${index}-${line}`} x={x} y={first + index * LINE_HEIGHT}>
          {line}
        </tspan>
      ))}
    </text>
  );
}
