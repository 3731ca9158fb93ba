import { ParallelCoordinates, ScatterPlot } from '../../../web/charts/index.ts';
import { CheckField, ChoiceField, Disclosure, Section } from '../../../web/kit/index.ts';
import { axesOf, type Measure, measuresOf } from './compared.ts';
import type { RunEntry } from './experiment-queries.ts';
import { figure, labelsOf } from './run-words.ts';
import './runs.css';

/** What runs are placed by, as the page's address says it; what is left out is as it was before anybody chose. */
export interface PlacesChoice {
  /** Upright axes by their heads, in any order. */
  readonly axes?: readonly string[] | undefined;
  /** The head of the measure that is drawn across, and of the one that is drawn upwards. */
  readonly across?: string | undefined;
  readonly up?: string | undefined;
}

/** Which of the compared runs is best, and by which metric. */
export interface BestPlace {
  readonly place: number;
  readonly metric: string;
}

export interface PlacedPartProps {
  readonly runs: readonly RunEntry[];
  readonly best: BestPlace | null;
  readonly choice: PlacesChoice;
  readonly onChoice: (choice: PlacesChoice) => void;
}

/** Where the runs stand: over all measures at once, and over any two of them. */
export function PlacedPart(props: PlacedPartProps) {
  const measures = measuresOf(props.runs);
  return (
    <>
      <OverAll {...props} />
      {measures.length > 1 && (
        <Section title="Any two against each other">
          <OverTwo {...props} measures={measures} />
        </Section>
      )}
    </>
  );
}

function OverAll({ runs, best, choice, onChoice }: PlacedPartProps) {
  const labels = labelsOf(runs);
  const { axes, valuesOf, offered } = axesOf(runs, choice.axes);
  if (offered.length < 2) return null;
  const strong = best === null ? '' : ` ${labels[best.place]}, best by ${best.metric}, is drawn strong.`;
  return (
    <Section title="From settings to results">
      {axes.length > 1 ? (
        <ParallelCoordinates
          finding={best === null ? 'Each line is a run' : `${labels[best.place]} is best by ${best.metric}`}
          description={`Each run is a line through its values on ${axes.length} axes: settings first, results last.${strong}`}
          axes={axes}
          lines={runs.map((_, at) => ({
            label: labels[at] ?? '',
            values: valuesOf[at] ?? [],
            isMarked: at === best?.place,
          }))}
        />
      ) : (
        <p className="tl-muted">Choose at least two axes to draw the runs through them.</p>
      )}
      <AxisChoice
        offered={offered}
        shown={axes.map(({ head }) => head)}
        onChoose={(next) => onChoice({ ...choice, axes: next })}
      />
    </Section>
  );
}

interface AxisChoiceProps {
  readonly offered: readonly string[];
  readonly shown: readonly string[];
  readonly onChoose: (axes: readonly string[] | undefined) => void;
}

function AxisChoice({ offered, shown, onChoose }: AxisChoiceProps) {
  if (offered.length < 3) return null;
  return (
    <Disclosure label={`Choose axes (${shown.length} of ${offered.length} chosen)`} isPrinted={false} isMadeOnOpening>
      <fieldset className="tl-runs-choice">
        <legend>What the lines run through</legend>
        {offered.map((head) => (
          <CheckField
            key={head}
            label={head}
            checked={shown.includes(head)}
            onChange={({ currentTarget: { checked } }) =>
              onChoose(checked ? [...shown, head] : shown.filter((one) => one !== head))
            }
          />
        ))}
      </fieldset>
    </Disclosure>
  );
}

function OverTwo({
  runs,
  best,
  choice,
  onChoice,
  measures,
}: PlacedPartProps & { readonly measures: readonly Measure[] }) {
  const named = (head: string | undefined) => measures.find((measure) => measure.head === head);
  const [x, y] = [named(choice.across) ?? measures[0], named(choice.up) ?? measures.at(-1)];
  if (!x || !y) return null;
  const labels = labelsOf(runs);
  const dots = labels.flatMap((label, at) => {
    const [valueX, valueY] = [x.values[at] ?? null, y.values[at] ?? null];
    return valueX === null || valueY === null ? [] : [{ label, x: valueX, y: valueY, isMarked: at === best?.place }];
  });
  const heads = measures.map(({ head }) => head);
  return (
    <div className="tl-stack">
      <div className="tl-runs-curve-controls">
        <ChoiceField
          label="Across"
          value={x.head}
          data={heads}
          onChange={(event) => onChoice({ ...choice, across: event.currentTarget.value })}
        />
        <ChoiceField
          label="Upwards"
          value={y.head}
          data={heads}
          onChange={(event) => onChoice({ ...choice, up: event.currentTarget.value })}
        />
      </div>
      <ScatterPlot
        finding={`${y.head} against ${x.head}`}
        description={`Each run is a dot: ${x.head} across, ${y.head} upwards.`}
        note={notDrawnInWords(
          labels.filter((label) => !dots.some((dot) => dot.label === label)),
          x.head,
          y.head,
        )}
        dots={dots}
        xHead={x.head}
        yHead={y.head}
        formatX={figure}
        formatY={figure}
      />
    </div>
  );
}

/** Runs that have no dot, because one of the two measures is no number in them. */
function notDrawnInWords(labels: readonly string[], across: string, up: string): string | undefined {
  const [only, ...more] = labels;
  if (only === undefined) return undefined;
  const who = more.length === 0 ? `${only} is` : `${labels.length} runs are`;
  return `${who} not drawn: ${across} or ${up} is not a number there.`;
}
