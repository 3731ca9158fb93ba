import { AppLink, CheckField } from '../../../web/kit/index.ts';
import { signalAddress } from '../../signals/ui/index.ts';
import type { OfferedTable } from './training-queries.ts';

export interface SaidPartProps {
  readonly slug: string;
  readonly said: NonNullable<OfferedTable['said']>;
  readonly leftOut: readonly string[];
  readonly onChange: (leftOut: readonly string[]) => void;
}

/** Columns that a check proposes to leave out, each with its reason; one click keeps one. */
export function SaidPart({ slug, said, leftOut, onChange }: SaidPartProps) {
  return (
    <fieldset className="tl-training-columns">
      <legend>
        Left out, as <AppLink to={signalAddress(slug, { check: said.checkId })}>the check of this table</AppLink>{' '}
        proposes
      </legend>
      {said.leftOut.map(({ column, reason }) => (
        <CheckField
          key={column}
          label={`Leave out ${column}`}
          help={reason}
          checked={leftOut.includes(column)}
          onChange={(event) =>
            onChange(event.currentTarget.checked ? [...leftOut, column] : leftOut.filter((other) => other !== column))
          }
        />
      ))}
    </fieldset>
  );
}
