import { Button } from '@mantine/core';
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react';
import { AppLink, ScrollRegion } from '../../../web/kit/index.ts';
import { DRAWING, layOut, type PlacedNode, placeBeside } from '../graph-layout.ts';
import { NODE_KIND_NAME, wayThrough } from '../lineage-graph.ts';
import type { Lineage } from './lineage-queries.ts';
import { StateMark, stateInWords } from './state-mark.tsx';

/** Columns that the page shows at once. */
const FITTING_COLUMNS = 4;

/**
 * The way from source to decision, drawn from left to right. Whatever is pointed at or has the focus shows what it is made
 * from and what is made from it; the arrow keys walk along the arrows.
 */
export function LineageDrawing({ lineage }: { readonly lineage: Pick<Lineage, 'nodes' | 'edges'> }) {
  const { nodes, edges } = lineage;
  const layout = useMemo(() => layOut(nodes, edges), [nodes, edges]);
  const [chosen, setChosen] = useState<string>();
  const way = useMemo(() => (chosen === undefined ? null : wayThrough(chosen, edges)), [chosen, edges]);
  const links = useRef(new Map<string, HTMLElement>());
  const id = useId();
  const region = useRef<HTMLElement>(null);
  const walk = (event: KeyboardEvent<HTMLElement>) => {
    const beside = chosen === undefined ? null : placeBeside(layout, chosen, event.key);
    const link = beside === null ? undefined : links.current.get(beside)?.querySelector('a');
    if (!link) return;
    event.preventDefault();
    link.focus();
  };
  return (
    <div className="tl-lineage-drawing">
      <p id={id} className="tl-hidden">
        From source to decision, drawn. The arrow keys walk from one place to the next.
      </p>
      <GoTo heads={layout.heads} onGo={(x) => region.current?.scrollTo({ left: x, behavior: 'smooth' })} />
      <ScrollRegion labelledBy={id} maxHeight={640} ref={region}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the links inside have the focus; this only hears their keys. */}
        <div
          className="tl-lineage-canvas"
          style={{ width: layout.width, height: layout.height }}
          onKeyDown={walk}
          onMouseLeave={() => setChosen(undefined)}
        >
          <svg width={layout.width} height={layout.height} aria-hidden="true">
            <defs>
              <marker
                id={`${id}-tip`}
                viewBox="0 0 6 6"
                refX="1"
                refY="3"
                markerWidth="6"
                markerHeight="6"
                orient="auto"
              >
                <path d="M0 0L6 3L0 6Z" />
              </marker>
            </defs>
            {layout.edges.map(({ from, to, path, isAssumed }) => (
              <path
                key={`${from} ${to}`}
                d={path}
                markerEnd={`url(#${id}-tip)`}
                data-assumed={isAssumed || undefined}
                data-way={way === null ? undefined : way.has(from) && way.has(to) ? 'on' : 'off'}
              />
            ))}
          </svg>
          {layout.heads.map(({ x, words }) => (
            <span key={x} className="tl-lineage-head" style={{ left: x, width: DRAWING.width }} aria-hidden="true">
              {words}
            </span>
          ))}
          <ol aria-label="Places from source to decision">
            {layout.nodes.map((place) => (
              <li
                key={place.node.id}
                ref={(element) => {
                  if (element) links.current.set(place.node.id, element);
                  else links.current.delete(place.node.id);
                }}
                style={{ left: place.x, top: place.y, width: DRAWING.width, height: DRAWING.height }}
                data-way={way === null ? undefined : way.has(place.node.id) ? 'on' : 'off'}
                onMouseEnter={() => setChosen(place.node.id)}
                onFocus={() => setChosen(place.node.id)}
                onBlur={() => setChosen(undefined)}
              >
                <Place place={place} />
              </li>
            ))}
          </ol>
        </div>
      </ScrollRegion>
    </div>
  );
}

/** Leads to a part of a drawing that is wider than the page. */
function GoTo({
  heads,
  onGo,
}: {
  readonly heads: readonly { readonly x: number; readonly words: string }[];
  readonly onGo: (x: number) => void;
}) {
  // Jobs stand between the others everywhere, so that there is no one place to lead to.
  const first = heads.filter(
    ({ words }, at) => words !== 'Jobs' && heads.findIndex((head) => head.words === words) === at,
  );
  if (heads.length <= FITTING_COLUMNS) return null;
  return (
    <div className="tl-row tl-no-print tl-lineage-go">
      <span className="tl-muted">Go to</span>
      {first.map(({ x, words }) => (
        <Button key={words} variant="default" size="xs" onClick={() => onGo(x)}>
          {words}
        </Button>
      ))}
    </div>
  );
}

function Place({ place: { node } }: { readonly place: PlacedNode }) {
  const { kind, title, place, tone, to } = node;
  const full = [NODE_KIND_NAME[kind], title, place, stateInWords(node)].filter((part) => part !== null).join('\n');
  const words = (
    <>
      <span className="tl-lineage-kind">
        <span className="tl-hidden">{NODE_KIND_NAME[kind]}: </span>
        {place ?? NODE_KIND_NAME[kind]}
      </span>
      <span className="tl-lineage-title">{title}</span>
      <StateMark {...node} />
    </>
  );
  return to === null ? (
    <span className="tl-lineage-place" data-tone={tone} title={full}>
      {words}
    </span>
  ) : (
    <AppLink to={to} className="tl-lineage-place" data-tone={tone} title={full}>
      {words}
    </AppLink>
  );
}
