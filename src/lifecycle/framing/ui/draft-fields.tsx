import type { ReactNode } from 'react';
import {
  ChoiceField,
  DateField,
  LongTextField,
  minorUnits,
  NumberField,
  RadioField,
  type RadioOption,
  TextField,
} from '../../../web/kit/index.ts';
import { useDraftForm } from './draft-context.tsx';
import { currencyOf, DEFAULT_FIGURES } from './draft-defaults.ts';
import { fieldId, fieldWords } from './draft-words.ts';
import { tidy } from './on-screen.ts';

interface FieldProps {
  /** Where the field stands in the framing, e.g. `kpi.target`. */
  readonly path: string;
  /** The words of the list of fields, unless the form needs others. */
  readonly label?: string;
  readonly help?: string;
}

/** Marks the place of a field, so that a list of what is missing can lead to it. */
function Place({ path, children }: { readonly path: string; readonly children: ReactNode }) {
  const { scope } = useDraftForm();
  return (
    <div id={fieldId(scope ? `${scope}.${path}` : path)} className="tl-framing-field">
      {children}
    </div>
  );
}

/** Words about the framing, in one line or in several. */
export function WordsField({
  path,
  label,
  help,
  maxLength,
  placeholder,
  lines = 1,
  onLeave,
}: FieldProps & {
  readonly maxLength: number;
  readonly placeholder?: string;
  readonly lines?: number;
  /** Called when the reader leaves the field, with what is written in it. */
  readonly onLeave?: (words: string) => void;
}) {
  const form = useDraftForm();
  const value = form.value(path);
  const text = typeof value === 'string' ? value : '';
  const props = {
    label: label ?? fieldWords(path),
    help,
    maxLength,
    value: text,
    error: form.problem(path),
    onBlur: () => {
      form.leave(path);
      onLeave?.(text);
    },
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      form.edit(path, event.currentTarget.value === '' ? undefined : event.currentTarget.value),
    ...(placeholder ? { placeholder } : {}),
  };
  return <Place path={path}>{lines > 1 ? <LongTextField {...props} rows={lines} /> : <TextField {...props} />}</Place>;
}

/**
 * A number. `factor` is how many of the unit on screen one of the data is: 100 for a share that is shown as percent.
 * What holds while nothing is stated is shown in grey.
 */
export function FigureField({
  path,
  label,
  help,
  unit,
  factor = 1,
}: FieldProps & { readonly unit?: string; readonly factor?: number }) {
  const form = useDraftForm();
  const stated = form.value(path);
  const value = typeof stated === 'number' ? stated : undefined;
  const fallback = DEFAULT_FIGURES[path];
  return (
    <Place path={path}>
      <NumberField
        label={label ?? fieldWords(path)}
        help={help}
        error={form.problem(path)}
        value={value === undefined ? null : tidy(value * factor)}
        onChange={(next) => form.edit(path, next === null ? undefined : tidy(next / factor))}
        onBlur={() => form.leave(path)}
        {...(fallback === undefined ? {} : { placeholder: String(tidy(fallback * factor)) })}
        {...(unit ? { unit } : {})}
      />
    </Place>
  );
}

/** An amount of money, in whole units of the framing's currency on screen and in its smallest units in the data. */
export function MoneyField({ path, label, help }: FieldProps) {
  const form = useDraftForm();
  const currency = currencyOf(form.value('successCriterion.currency'));
  const units = minorUnits(currency);
  const cents = form.value(path);
  const fallback = DEFAULT_FIGURES[path];
  return (
    <Place path={path}>
      <NumberField
        label={label ?? fieldWords(path)}
        help={help}
        error={form.problem(path)}
        value={typeof cents === 'number' ? tidy(cents / units) : null}
        onChange={(next) => form.edit(path, next === null ? undefined : Math.round(next * units))}
        onBlur={() => form.leave(path)}
        unit={currency}
        {...(fallback === undefined ? {} : { placeholder: String(tidy(fallback / units)) })}
      />
    </Place>
  );
}

/** A day. */
export function DayField({ path, label, help }: FieldProps) {
  const form = useDraftForm();
  const value = form.value(path);
  return (
    <Place path={path}>
      <DateField
        label={label ?? fieldWords(path)}
        help={help}
        error={form.problem(path)}
        value={typeof value === 'string' ? value : ''}
        onBlur={() => form.leave(path)}
        onChange={(event) => form.edit(path, event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
      />
    </Place>
  );
}

/** One of a few words. Without a `fallback` nothing is chosen at first. */
export function PickField({
  path,
  label,
  help,
  options,
  fallback,
  onPick,
}: FieldProps & {
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly fallback?: string;
  /** Does more than writing the field. */
  readonly onPick?: (value: string) => void;
}) {
  const form = useDraftForm();
  const value = form.value(path) ?? fallback;
  const pick = (next: string) => (onPick ? onPick(next) : form.edit(path, next === '' ? undefined : next));
  return (
    <Place path={path}>
      <ChoiceField
        label={label ?? fieldWords(path)}
        help={help}
        error={form.problem(path)}
        value={typeof value === 'string' ? value : ''}
        data={[...(value === undefined ? [{ value: '', label: 'Choose' }] : []), ...options]}
        onBlur={() => form.leave(path)}
        onChange={(event) => pick(event.currentTarget.value)}
      />
    </Place>
  );
}

/** One of a few answers that each need a sentence. */
export function AnswerField({
  path,
  label,
  help,
  options,
  fallback,
}: FieldProps & { readonly options: readonly RadioOption[]; readonly fallback?: string }) {
  const form = useDraftForm();
  const value = form.value(path) ?? fallback ?? null;
  return (
    <Place path={path}>
      <RadioField
        label={label ?? fieldWords(path)}
        help={help}
        error={form.problem(path)}
        options={options}
        value={typeof value === 'string' ? value : null}
        onChange={(next) => form.edit(path, next)}
      />
    </Place>
  );
}

/** A word for one and for several, side by side. */
export function CountedField({
  path,
  label,
  help,
  one,
  many,
}: FieldProps & { readonly one: string; readonly many: string }) {
  return (
    <fieldset className="tl-framing-counted">
      <legend>{label ?? fieldWords(path)}</legend>
      {help && <p className="tl-muted tl-small">{help}</p>}
      <div className="tl-framing-pair">
        <WordsField path={`${path}.one`} label="One" maxLength={40} placeholder={one} />
        <WordsField path={`${path}.many`} label="Several" maxLength={40} placeholder={many} />
      </div>
    </fieldset>
  );
}
