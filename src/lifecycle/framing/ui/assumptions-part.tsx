import { Button } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { minorUnits, Section } from '../../../web/kit/index.ts';
import { ASSUMPTION_KIND_NAME, ASSUMPTION_KINDS, MOST_ASSUMPTIONS } from '../assumption.ts';
import { numberStyle } from '../believed-range.ts';
import { partAt } from '../draft-path.ts';
import { type DraftForm, useDraftForm } from './draft-context.tsx';
import { currencyOf } from './draft-defaults.ts';
import { FigureField, MoneyField, PickField, WordsField } from './draft-fields.tsx';
import { ASSUMPTION_FIELDS, fieldId } from './draft-words.ts';
import { newLocalId } from './local-id.ts';
import { tidy } from './on-screen.ts';
import { suggestedAssumptions } from './suggested-assumptions.ts';

const PATH = 'assumptions';

/** What is believed although nobody has measured it: signed with the framing, and later compared with what came out. */
export function AssumptionsPart({ me }: { readonly me: { readonly name: string } }) {
  const form = useDraftForm();
  const ids = namesIn(form.value(PATH));
  const add = (assumption: object = {}) =>
    form.edit(`${PATH}.${newLocalId()}`, { kind: 'other', believedBy: me.name, ...assumption });
  const isFull = ids.length >= MOST_ASSUMPTIONS;
  return (
    <div id={fieldId(PATH)}>
      <Section
        title="What we believe"
        id="frame-assumptions"
        lead="Say now what nobody has measured yet. It is signed with the rest, and at the end each belief is set beside what was measured."
      >
        {ids.map((id, index) => (
          <AssumptionField
            key={id}
            path={`${PATH}.${id}`}
            place={index + 1}
            onRemove={() => form.edit(`${PATH}.${id}`, undefined)}
          />
        ))}
        <div className="tl-row">
          <Button
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            disabled={isFull}
            onClick={() => add()}
          >
            Add what you believe
          </Button>
        </div>
        <Suggestions form={form} isFull={isFull} onAdd={add} />
      </Section>
    </div>
  );
}

function Suggestions({
  form,
  isFull,
  onAdd,
}: {
  readonly form: DraftForm;
  readonly isFull: boolean;
  readonly onAdd: (assumption: object) => void;
}) {
  const draft = {
    assumptions: form.value(PATH),
    decisionPolicy: form.value('decisionPolicy'),
    successCriterion: form.value('successCriterion'),
  };
  const suggestions = isFull ? [] : suggestedAssumptions(draft);
  if (suggestions.length === 0) return null;
  return (
    <p className="tl-row tl-small">
      <span className="tl-muted">The plan already rests on these numbers. Add the belief about</span>
      {suggestions.map(({ name, assumption }) => (
        <button key={name} type="button" className="tl-text-button" onClick={() => onAdd(assumption)}>
          {name}
        </button>
      ))}
    </p>
  );
}

interface AssumptionFieldProps {
  readonly path: string;
  readonly place: number;
  readonly onRemove: () => void;
}

function AssumptionField({ path, place, onRemove }: AssumptionFieldProps) {
  const form = useDraftForm();
  const words = (name: string) => ({ path: `${path}.${name}`, label: ASSUMPTION_FIELDS[name] ?? name });
  return (
    <fieldset className="tl-framing-guardrail">
      <legend>Belief {place}</legend>
      <div className="tl-framing-grid">
        <WordsField {...words('statement')} maxLength={300} placeholder="The call saves 5 of every 100." />
      </div>
      <div className="tl-framing-grid">
        <PickField
          {...words('kind')}
          help="Decides with what it is compared."
          options={ASSUMPTION_KINDS.map((kind) => ({ value: kind, label: ASSUMPTION_KIND_NAME[kind] }))}
          fallback="other"
          onPick={(kind) => changeKind(form, path, kind)}
        />
        <BelievedNumbers path={path} />
      </div>
      <div className="tl-framing-grid">
        <WordsField {...words('believedBy')} maxLength={120} placeholder="The head of the call centre" />
        <WordsField {...words('reason')} maxLength={500} placeholder="So it was in last year’s trial." />
        <WordsField {...words('check')} maxLength={300} placeholder="Compare with those we leave alone." />
      </div>
      <Button variant="subtle" color="gray" leftSection={<IconX size={14} aria-hidden />} onClick={onRemove}>
        Take belief {place} away
      </Button>
    </fieldset>
  );
}

function BelievedNumbers({ path }: { readonly path: string }) {
  const form = useDraftForm();
  const kind = kindAt(form, path);
  const style = styleAt(form, kind);
  const low = { path: `${path}.low`, label: ASSUMPTION_FIELDS.low ?? '' };
  const high = { path: `${path}.high`, label: ASSUMPTION_FIELDS.high ?? '' };
  const helps =
    kind === 'other'
      ? { help: 'If it has one.' }
      : kind === 'prediction'
        ? { help: '0.5 is a coin, 1 is perfect.' }
        : { help: 'For a single number, leave the other empty.' };
  if (style === 'money') {
    return (
      <>
        <MoneyField {...low} {...helps} />
        <MoneyField {...high} help="May be left out." />
      </>
    );
  }
  const shown = style === 'share' ? { unit: kind === 'reach' ? '%' : 'of 100', factor: 100 } : {};
  return (
    <>
      <FigureField {...low} {...helps} {...shown} />
      <FigureField {...high} help="May be left out." {...shown} />
      {kind === 'other' && (
        <WordsField path={`${path}.unit`} label={ASSUMPTION_FIELDS.unit ?? ''} maxLength={40} placeholder="days" />
      )}
    </>
  );
}

/** Changes what a belief is about. The numbers on screen stay as they are, so those in the data may change. */
function changeKind(form: DraftForm, path: string, kind: string): void {
  const next = ASSUMPTION_KINDS.find((known) => known === kind) ?? 'other';
  const rescale = perUnit(form, kindAt(form, path)) / perUnit(form, next);
  const before = form.value(path);
  const scaled = (name: string) => {
    const value = partAt(before, name);
    return typeof value === 'number' ? { [name]: tidy(value * rescale) } : {};
  };
  form.edit(path, { ...(typeof before === 'object' ? before : {}), ...scaled('low'), ...scaled('high'), kind: next });
}

/** How many of the number on screen one of the data is. */
function perUnit(form: DraftForm, kind: (typeof ASSUMPTION_KINDS)[number]): number {
  const style = styleAt(form, kind);
  if (style === 'share') return 100;
  return style === 'money' ? 1 / minorUnits(currencyOf(form.value('successCriterion.currency'))) : 1;
}

function kindAt(form: DraftForm, path: string): (typeof ASSUMPTION_KINDS)[number] {
  const stated = form.value(`${path}.kind`);
  return ASSUMPTION_KINDS.find((known) => known === stated) ?? 'other';
}

function styleAt(form: DraftForm, kind: (typeof ASSUMPTION_KINDS)[number]) {
  const metricKind = form.value('successCriterion.metric.kind');
  return numberStyle(kind, typeof metricKind === 'string' ? metricKind : undefined);
}

function namesIn(register: unknown): readonly string[] {
  return typeof register === 'object' && register !== null ? Object.keys(register).toSorted() : [];
}
