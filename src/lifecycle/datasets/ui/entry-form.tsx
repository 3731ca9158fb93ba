import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ProblemNotice } from '../../../web/data/index.ts';
import { ChoiceField, LongTextField, NumberField, Section, TextField, useEdits } from '../../../web/kit/index.ts';
import { type Right, RightButton } from '../../initiatives/ui/index.ts';
import { emptyEntry, SENSITIVITIES, SENSITIVITY_NAME } from '../dictionary.ts';
import type { ProfiledColumn } from './column-words.ts';
import { type ColumnWords, datasetKey, datasetsClient } from './dataset-queries.ts';

export interface EntryFormProps {
  readonly slug: string;
  readonly datasetId: string;
  readonly column: ProfiledColumn;
  readonly entry: ColumnWords | undefined;
  readonly right: Right;
}

/** What a column means, in the words of whoever knows the business. */
export function EntryForm({ slug, datasetId, column, entry, right }: EntryFormProps) {
  const { value: draft, edit: set, settle } = useEdits(ownFields(entry ?? emptyEntry(column.name)));
  const queryClient = useQueryClient();
  const save = useMutation({
    mutationFn: (words: ColumnWords) =>
      datasetsClient.describe({ params: { slug, id: datasetId }, body: { columns: [words] } }),
    onSuccess: async (_, sent) => {
      await queryClient.invalidateQueries({ queryKey: datasetKey(slug, datasetId) });
      settle(sent);
    },
  });
  const isNumber = column.type === 'number';
  return (
    <Section title="What it means" lead="In your own words, as you would tell a new colleague.">
      <form
        className="tl-datasets-form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(draft);
        }}
      >
        <LongTextField
          label="Meaning"
          value={draft.meaning ?? ''}
          readOnly={!right.allowed}
          onChange={({ currentTarget }) => set({ meaning: textOf(currentTarget.value) })}
        />
        <TextField
          label="Who answers questions about it"
          value={draft.owner ?? ''}
          readOnly={!right.allowed}
          onChange={({ currentTarget }) => set({ owner: textOf(currentTarget.value) })}
        />
        {isNumber && (
          <>
            <TextField
              label="Unit"
              help="Euros, months, calls"
              value={draft.unit ?? ''}
              readOnly={!right.allowed}
              onChange={({ currentTarget }) => set({ unit: textOf(currentTarget.value) })}
            />
            <NumberField
              label="Least that can be right"
              value={draft.min}
              readOnly={!right.allowed}
              onChange={(min) => set({ min })}
            />
            <NumberField
              label="Most that can be right"
              value={draft.max}
              readOnly={!right.allowed}
              onChange={(max) => set({ max })}
            />
          </>
        )}
        <ChoiceField
          label="How carefully it has to be handled"
          value={draft.sensitivity ?? ''}
          disabled={!right.allowed}
          data={[
            { value: '', label: 'Not said yet' },
            ...SENSITIVITIES.map((value) => ({ value, label: SENSITIVITY_NAME[value] })),
          ]}
          onChange={({ currentTarget }) =>
            set({ sensitivity: SENSITIVITIES.find((value) => value === currentTarget.value) ?? null })
          }
        />
        <ChoiceField
          label="Can we change it by acting?"
          help="A price can be changed, an age cannot."
          value={draft.isActionable === null ? '' : String(draft.isActionable)}
          disabled={!right.allowed}
          data={[
            { value: '', label: 'Not said yet' },
            { value: 'true', label: 'Yes' },
            { value: 'false', label: 'No' },
          ]}
          onChange={({ currentTarget }) =>
            set({ isActionable: currentTarget.value === '' ? null : currentTarget.value === 'true' })
          }
        />
        <ProblemNotice error={save.error} />
        <RightButton right={right} type="submit" loading={save.isPending}>
          Save what it means
        </RightButton>
      </form>
    </Section>
  );
}

function ownFields(entry: ColumnWords): ColumnWords {
  const { name, meaning, owner, unit, min, max, sensitivity, isActionable } = entry;
  return { name, meaning, owner, unit, min, max, sensitivity, isActionable };
}

const textOf = (text: string): string | null => (text.trim() === '' ? null : text);
