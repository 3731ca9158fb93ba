import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { ChoiceField, Section, TextField, useGoOn } from '../../../web/kit/index.ts';
import { type Right, RightButton } from '../../initiatives/ui/index.ts';
import type { ReadColumn } from './column-words.ts';
import { datasetAddress, datasetKey, datasetsClient } from './dataset-queries.ts';

type Format = ReadColumn['format'];

/** Every way to read a column, by a key for the list. */
const FORMATS: readonly { readonly key: string; readonly label: string; readonly format: Format }[] = [
  { key: 'text', label: 'Words', format: { type: 'text' } },
  { key: 'id', label: 'Names of things: digits stay as they stand', format: { type: 'id' } },
  { key: 'number', label: 'Numbers with a decimal point: 1,234.5', format: { type: 'number', decimalComma: false } },
  {
    key: 'number-comma',
    label: 'Numbers with a decimal comma: 1.234,5',
    format: { type: 'number', decimalComma: true },
  },
  { key: 'boolean', label: 'Yes or no', format: { type: 'boolean' } },
  { key: 'ymd', label: 'Dates, year first: 2024-12-31', format: { type: 'date', order: 'ymd' } },
  { key: 'dmy', label: 'Dates, day first: 31.12.2024', format: { type: 'date', order: 'dmy' } },
  { key: 'mdy', label: 'Dates, month first: 12/31/2024', format: { type: 'date', order: 'mdy' } },
  { key: 's', label: 'Seconds since 1970', format: { type: 'epoch', unit: 's' } },
  { key: 'ms', label: 'Milliseconds since 1970', format: { type: 'epoch', unit: 'ms' } },
];

function keyOf(format: Format): string {
  return FORMATS.find((one) => JSON.stringify(one.format) === JSON.stringify(format))?.key ?? 'text';
}

export interface ReadingFormProps {
  readonly slug: string;
  readonly datasetId: string;
  readonly version: number;
  readonly read: ReadColumn;
  readonly right: Right;
}

/** Corrects how a column is read; the file is read again as the next version. */
export function ReadingForm({ slug, datasetId, version, read, right }: ReadingFormProps) {
  const [key, setKey] = useState(() => keyOf(read.format));
  const [marks, setMarks] = useState(() => read.missingMarks.join(', '));
  const queryClient = useQueryClient();
  const goOn = useGoOn();
  const correct = useMutation({
    mutationFn: () =>
      datasetsClient.correct({
        params: { slug, id: datasetId, number: version },
        body: {
          columns: [
            {
              name: read.name,
              format: FORMATS.find((one) => one.key === key)?.format ?? { type: 'text' },
              missingMarks: marks
                .split(',')
                .map((mark) => mark.trim())
                .filter((mark) => mark !== ''),
            },
          ],
        },
      }),
    onSuccess: async ({ number }) => {
      await queryClient.invalidateQueries({ queryKey: datasetKey(slug, datasetId) });
      goOn(datasetAddress(slug, datasetId, { version: number }));
    },
  });
  return (
    <Section
      title="How it was read"
      lead="When this is wrong, say how it is meant. The same file is read again as the next version; this one stays."
    >
      <form
        className="tl-datasets-form"
        onSubmit={(event) => {
          event.preventDefault();
          correct.mutate();
        }}
      >
        <ChoiceField
          label="The column holds"
          value={key}
          disabled={!right.allowed}
          data={FORMATS.map(({ key: value, label }) => ({ value, label }))}
          onChange={({ currentTarget }) => setKey(currentTarget.value)}
        />
        <TextField
          label="Words that mean: no value"
          help="Separated by commas: 999, unknown. Blank, NA, n/a, NULL, - and ? are understood anyway."
          value={marks}
          readOnly={!right.allowed}
          onChange={({ currentTarget }) => setMarks(currentTarget.value)}
        />
        <ProblemNotice error={correct.error} />
        <RightButton right={right} type="submit" variant="default" loading={correct.isPending}>
          Read the file again
        </RightButton>
      </form>
    </Section>
  );
}
