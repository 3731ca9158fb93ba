import {
  Checkbox,
  type CheckboxProps,
  NativeSelect,
  type NativeSelectProps,
  Radio,
  Textarea,
  type TextareaProps,
  TextInput,
  type TextInputProps,
} from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { FieldError } from './field-error.tsx';
import { parseNumber } from './parse-number.ts';
import './controls.css';

/** What every field has: its question, an explanation, and what is wrong with the answer, said beside the field. */
interface FieldWords {
  readonly label: string;
  /** A sentence between the label and the field. */
  readonly help?: string | undefined;
  /** What is wrong and what to do about it. */
  readonly error?: ReactNode;
}

type Own<Props> = Omit<Props, 'label' | 'description' | 'error'> & FieldWords;

/** One line of text. Takes `form.getInputProps(…)`. */
export function TextField({ help, error, ...rest }: Own<TextInputProps>) {
  return <TextInput {...rest} {...words(help, error)} />;
}

/** Several lines of text that grow with what is written. Takes `form.getInputProps(…)`. */
export function LongTextField({ help, error, rows = 3, ...rest }: Own<TextareaProps>) {
  return <Textarea {...rest} rows={rows} resize="vertical" {...words(help, error)} />;
}

/** A day, as `YYYY-MM-DD`. Takes `form.getInputProps(…)`. */
export function DateField({ help, error, ...rest }: Own<Omit<TextInputProps, 'type'>>) {
  return <TextInput {...rest} type="date" {...words(help, error)} />;
}

/** One of a few choices, with the browser's own list, which also works on a phone. Takes `form.getInputProps(…)`. */
export function ChoiceField({ help, error, ...rest }: Own<NativeSelectProps>) {
  return <NativeSelect {...rest} {...words(help, error)} />;
}

/** Yes or no. Takes `form.getInputProps(…, { type: 'checkbox' })`. */
export function CheckField({ help, error, ...rest }: Own<CheckboxProps>) {
  return <Checkbox {...rest} {...words(help, error)} />;
}

export interface NumberFieldProps extends FieldWords {
  readonly value: number | null;
  /** Called with the number, or `null` when the field is empty; not called while the text is no number. */
  readonly onChange: (value: number | null) => void;
  readonly onBlur?: (() => void) | undefined;
  /** Written at the end of the field: `%`, `days`. */
  readonly unit?: string;
  readonly required?: boolean;
  readonly disabled?: boolean;
  readonly readOnly?: boolean;
  readonly placeholder?: string;
}

/** A number as people type it, with its unit. Takes `form.getInputProps(…)`. */
export function NumberField({
  help,
  error,
  value,
  onChange,
  unit,
  onBlur,
  label,
  required,
  disabled,
  readOnly,
  placeholder,
}: NumberFieldProps) {
  const [text, setText] = useState(value === null ? '' : String(value));
  const parsed = parseNumber(text);
  const [seen, setSeen] = useState(value);
  if (!Object.is(value, seen)) {
    // A value that changed elsewhere (a reset, another person) replaces the text; what is being typed is left alone.
    setSeen(value);
    if (parsed !== value) setText(value === null ? '' : String(value));
  }
  const change = (next: string) => {
    setText(next);
    const number = parseNumber(next);
    if (number !== undefined) onChange(number);
  };
  const refusal = parsed === undefined ? `“${text}” is not a number. Write digits, with a point for decimals.` : error;
  return (
    <TextInput
      label={label}
      value={text}
      inputMode="decimal"
      autoComplete="off"
      onChange={(event) => change(event.currentTarget.value)}
      {...(onBlur ? { onBlur } : {})}
      {...(required === undefined ? {} : { required })}
      {...(disabled === undefined ? {} : { disabled })}
      {...(readOnly === undefined ? {} : { readOnly })}
      {...(placeholder === undefined ? {} : { placeholder })}
      {...(unit
        ? { rightSection: <span className="tl-muted tl-unit">{unit}</span>, rightSectionWidth: 20 + unit.length * 7 }
        : {})}
      {...words(help, refusal)}
    />
  );
}

/** One answer of a `RadioField`. */
export interface RadioOption {
  readonly value: string;
  readonly label: string;
  /** What choosing it means. */
  readonly help?: string;
}

export interface RadioFieldProps extends FieldWords {
  readonly options: readonly RadioOption[];
  readonly value: string | null;
  readonly onChange: (value: string) => void;
  readonly required?: boolean;
}

/** One of a few answers that each need a sentence. */
export function RadioField({ label, help, error, options, value, onChange, required = false }: RadioFieldProps) {
  return (
    <Radio.Group label={label} value={value} onChange={onChange} required={required} {...words(help, error)}>
      <div className="tl-radios">
        {options.map((option) => (
          <Radio
            key={option.value}
            value={option.value}
            label={option.label}
            {...(option.help ? { description: option.help } : {})}
          />
        ))}
      </div>
    </Radio.Group>
  );
}

function words(help: string | undefined, error: ReactNode): { description?: string; error?: ReactNode } {
  return { ...(help ? { description: help } : {}), ...(error ? { error: <FieldError>{error}</FieldError> } : {}) };
}
