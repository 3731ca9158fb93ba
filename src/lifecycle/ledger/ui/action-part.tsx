import { ChoiceField, NumberField, RadioField, TextField } from '../../../web/kit/index.ts';
import { ACTION_STATUSES } from '../ledger.ts';
import { MappingPart } from './mapping-part.tsx';
import { MomentField } from './moment-field.tsx';
import { ValueMap } from './value-map.tsx';
import type { WideFormProps } from './wide-form.tsx';

const STATUS_WORDS: Readonly<Record<(typeof ACTION_STATUSES)[number], string>> = {
  planned: 'Planned only',
  attempted: 'Tried, not reached',
  delivered: 'Reached',
  accepted: 'Reached, and accepted',
  refused: 'Reached, and refused',
  failed: 'Failed',
};
const STATUS_CHOICES = [
  ...ACTION_STATUSES.map((value) => ({ value, label: STATUS_WORDS[value] })),
  { value: 'none', label: 'Nothing was done' },
];

/** Whom the action reached, what was done, when, and what it cost. */
export function ActionPart({ columns, draft, context, remarks, onChange }: WideFormProps) {
  const { reached, arm } = draft;
  const action = draft.action ?? { actionType: context.action };
  const column = reached.from === 'column' ? columns.find(({ name }) => name === reached.column) : undefined;
  const { cost } = action;
  return (
    <MappingPart title="Whom the action reached" paths={['reached', 'action']} remarks={remarks}>
      {reached.from === 'column' && column ? (
        <ValueMap
          column={column}
          meanings={reached.statuses.map(({ value, status }) => ({ value, means: status }))}
          choices={STATUS_CHOICES}
          onChange={(value, means) =>
            onChange({
              ...draft,
              reached: {
                ...reached,
                statuses: reached.statuses.map((one) =>
                  one.value === value ? { value, status: statusOf(means) } : one,
                ),
              },
            })
          }
        />
      ) : (
        <RadioField
          label="No column of the file says it"
          value={reached.from}
          onChange={(from) => {
            if (from === 'action-arm' || from === 'nobody-recorded') onChange({ ...draft, reached: { from } });
          }}
          options={[
            ...(arm.from === 'earlier' ? [] : [{ value: 'action-arm', label: 'Everybody who was to be acted upon' }]),
            { value: 'nobody-recorded', label: 'Nobody recorded it', help: 'This file then brings no actions.' },
          ]}
        />
      )}
      {reached.from !== 'nobody-recorded' && (
        <>
          <div className="tl-ledger-grid">
            <TextField
              label="What was done"
              maxLength={120}
              value={action.actionType}
              onChange={(event) => onChange({ ...draft, action: { ...action, actionType: event.currentTarget.value } })}
            />
            {cost?.from === 'column' ? (
              <ChoiceField
                label={`“${cost.column}” is written in`}
                value={cost.amountsAre}
                data={[
                  { value: 'units', label: context.currency },
                  { value: 'cents', label: `Hundredths of ${context.currency} (cents)` },
                ]}
                onChange={(event) => {
                  const amountsAre = event.currentTarget.value === 'cents' ? 'cents' : 'units';
                  onChange({ ...draft, action: { ...action, cost: { ...cost, amountsAre } } });
                }}
              />
            ) : (
              <NumberField
                label="What each action cost"
                help="It may be left out."
                unit={context.currency}
                value={cost ? cost.cents / 100 : null}
                onChange={(amount) => {
                  const { cost: _, ...rest } = action;
                  const cents = amount === null ? null : Math.round(amount * 100);
                  onChange({
                    ...draft,
                    action: { ...rest, ...(cents === null ? {} : { cost: { from: 'constant', cents } }) },
                  });
                }}
              />
            )}
          </div>
          <MomentField
            label="When it was done"
            columns={columns}
            source={action.at}
            otherwise="On the day from which it counts"
            onChange={(at) => {
              const { at: _, ...rest } = action;
              onChange({ ...draft, action: { ...rest, ...(at ? { at } : {}) } });
            }}
          />
        </>
      )}
    </MappingPart>
  );
}

function statusOf(means: string) {
  return ACTION_STATUSES.find((status) => status === means) ?? 'none';
}
