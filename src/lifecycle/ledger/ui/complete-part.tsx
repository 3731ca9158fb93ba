import { CheckField, DateField, RadioField, TextField } from '../../../web/kit/index.ts';
import { MappingPart } from './mapping-part.tsx';
import type { WideFormProps } from './wide-form.tsx';

/** How far the outcomes are complete, and where they come from. */
export function CompletePart({ draft, context, remarks, onChange }: WideFormProps) {
  const { complete } = draft;
  return (
    <MappingPart
      title="How far the data are complete"
      lead="Only up to there does “no outcome” count as none."
      paths={['complete', 'source', 'corrects']}
      remarks={remarks}
    >
      <RadioField
        label="The outcomes of this file are complete"
        value={complete.from}
        onChange={(from) => {
          if (from === 'window' || from === 'not-known') onChange({ ...draft, complete: { from } });
          if (from === 'moment') onChange({ ...draft, complete: { from, through: new Date().toISOString() } });
        }}
        options={[
          ...(context.hasPhase
            ? [{ value: 'window', label: 'For everybody in it, to the end of the days that count' }]
            : []),
          { value: 'moment', label: 'Up to a day' },
          { value: 'not-known', label: 'Nobody knows how far', help: 'Missing outcomes are not counted yet.' },
        ]}
      />
      {complete.from === 'moment' && (
        <div className="tl-ledger-grid">
          <DateField
            label="Complete through"
            value={complete.through.slice(0, 10)}
            onChange={(event) => {
              const day = event.currentTarget.value;
              if (day !== '') onChange({ ...draft, complete: { from: 'moment', through: `${day}T23:59:59Z` } });
            }}
          />
        </div>
      )}
      <div className="tl-ledger-grid">
        <TextField
          label="Where the data come from"
          help="A word or two; completeness is kept for each source."
          maxLength={120}
          value={draft.source}
          onChange={(event) => onChange({ ...draft, source: event.currentTarget.value })}
        />
      </div>
      <CheckField
        label="The outcomes correct those of an earlier file"
        help="What was there before stays in the history."
        checked={draft.corrects}
        onChange={(event) => onChange({ ...draft, corrects: event.currentTarget.checked })}
      />
    </MappingPart>
  );
}
