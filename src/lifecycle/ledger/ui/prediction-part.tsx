import { ChoiceField, NumberField } from '../../../web/kit/index.ts';
import type { PredictionMapping } from '../import-mapping.ts';
import { MappingPart } from './mapping-part.tsx';
import { MomentField } from './moment-field.tsx';
import type { WideFormProps } from './wide-form.tsx';
import { YesValues } from './yes-values.tsx';

/** What the model said about each unit, and who was flagged. */
export function PredictionPart({
  columns,
  draft,
  prediction,
  remarks,
  onChange,
}: WideFormProps & { readonly prediction: PredictionMapping }) {
  const { flagged, score } = prediction;
  const change = (part: Partial<PredictionMapping>) => onChange({ ...draft, prediction: { ...prediction, ...part } });
  const column = flagged.from === 'column' ? columns.find(({ name }) => name === flagged.column) : undefined;
  return (
    <MappingPart title="What the model said" paths={['prediction']} remarks={remarks}>
      {score.from === 'constant' && (
        <p className="tl-muted">No column has the score of the model, so all get the same one.</p>
      )}
      <div className="tl-ledger-grid">
        <ChoiceField
          label="Who was flagged for action"
          value={flagged.from}
          data={[
            ...(flagged.from === 'column' ? [{ value: 'column', label: `By the column “${flagged.column}”` }] : []),
            { value: 'everybody', label: 'Everybody in the file' },
            ...(draft.arm.from === 'earlier' ? [] : [{ value: 'arm', label: 'Who was acted upon or left alone' }]),
            { value: 'score', label: 'Everybody from a score on' },
          ]}
          onChange={(event) => {
            const from = event.currentTarget.value;
            if (from === 'everybody' || from === 'arm') change({ flagged: { from } });
            if (from === 'score') change({ flagged: { from, threshold: 0.5 } });
          }}
        />
        {flagged.from === 'score' && (
          <NumberField
            label="Score from which one is flagged"
            value={flagged.threshold}
            onChange={(threshold) => threshold !== null && change({ flagged: { from: 'score', threshold } })}
          />
        )}
      </div>
      {column && flagged.from === 'column' && (
        <YesValues
          column={column}
          label={`Which values of “${column.name}” mean flagged`}
          yes={flagged.yes}
          onChange={(yes) =>
            change({ flagged: { from: 'column', column: flagged.column, ...(yes ? { yes: [...yes] } : {}) } })
          }
        />
      )}
      <MomentField
        label="When it was predicted"
        columns={columns}
        source={prediction.at}
        otherwise="On the day from which it counts"
        onChange={(at) => {
          const { at: _, ...rest } = prediction;
          onChange({ ...draft, prediction: { ...rest, ...(at ? { at } : {}) } });
        }}
      />
    </MappingPart>
  );
}
