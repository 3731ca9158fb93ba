import { Button } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { Section } from '../../../web/kit/index.ts';
import { useDraftForm } from './draft-context.tsx';
import { FigureField, PickField, WordsField } from './draft-fields.tsx';
import { fieldId } from './draft-words.ts';
import { dataNameOf } from './on-screen.ts';

const PATH = 'successCriterion.guardrails';
/** As many as the framing takes. */
const MOST = 10;

/** Figures that must not get worse while the pursued one is. */
export function GuardrailsField() {
  const form = useDraftForm();
  const value = form.value(PATH);
  const guardrails: readonly unknown[] = Array.isArray(value) ? value : [];
  return (
    <div id={fieldId(PATH)}>
      <Section
        title="What must not get worse"
        level={3}
        lead="Complaints, margin, safety: an action that works may still do harm elsewhere."
      >
        {guardrails.map((_, index) => (
          <GuardrailField
            // biome-ignore lint/suspicious/noArrayIndexKey: a guardrail has no identity but its place.
            key={index}
            index={index}
            onRemove={() => form.edit(PATH, guardrails.toSpliced(index, 1))}
          />
        ))}
        <div>
          <Button
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            disabled={guardrails.length >= MOST}
            onClick={() => form.edit(PATH, [...guardrails, { metric: { kind: 'binary', direction: 'down' } }])}
          >
            Add a figure to guard
          </Button>
        </div>
      </Section>
    </div>
  );
}

function GuardrailField({ index, onRemove }: { readonly index: number; readonly onRemove: () => void }) {
  const form = useDraftForm();
  const path = `${PATH}[${index}]`;
  const isBinary = form.value(`${path}.metric.kind`) === 'binary';
  const nameData = (words: string) => {
    if (form.value(`${path}.metric.id`) === undefined && dataNameOf(words) !== '') {
      form.edit(`${path}.metric.id`, dataNameOf(words));
    }
  };
  return (
    <fieldset className="tl-framing-guardrail">
      <legend>Figure {index + 1}</legend>
      <div className="tl-framing-grid">
        <WordsField
          path={`${path}.metric.name`}
          label="What is counted"
          maxLength={80}
          placeholder="complaint"
          onLeave={nameData}
        />
        <PickField
          path={`${path}.metric.kind`}
          label="How it is counted"
          options={[
            { value: 'binary', label: 'Yes or no' },
            { value: 'mean', label: 'An amount' },
            { value: 'ratio', label: 'An amount for each of something else' },
          ]}
        />
        <PickField
          path={`${path}.metric.direction`}
          label="Which way is good"
          options={[
            { value: 'down', label: 'Less is better' },
            { value: 'up', label: 'More is better' },
          ]}
        />
        <FigureField
          path={`${path}.tolerance`}
          label="How much worse it may get"
          {...(isBinary ? { unit: 'of 100', factor: 100 } : {})}
        />
        <WordsField path={`${path}.metric.id`} label="Its name in data" maxLength={40} placeholder="complaint" />
      </div>
      <Button variant="subtle" color="gray" leftSection={<IconX size={14} aria-hidden />} onClick={onRemove}>
        Take figure {index + 1} away
      </Button>
    </fieldset>
  );
}
