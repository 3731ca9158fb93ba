import { IconMessageOff, IconVolumeOff } from '@tabler/icons-react';
import { useId } from 'react';
import { AppLink, EmptyChair, formatPlural, ScrollRegion, StateWord } from '../../../web/kit/index.ts';
import { pathTo } from '../../initiatives/index.ts';
import { STEP_NAME, STEPS } from '../../line-order.ts';
import { ROLE_NAME, ROLES } from '../../people/index.ts';
import type { SeatCell } from './people-overview-queries.ts';

export interface SeatMapProps {
  readonly cells: readonly SeatCell[];
  readonly silentAfterDays: number;
}

/** Roles x steps as a table with words: how many seats are needed, which are empty, and who has not been heard. */
export function SeatMap({ cells, silentAfterDays }: SeatMapProps) {
  const captionId = useId();
  const roles = ROLES.filter((role) => cells.some((cell) => cell.role === role));
  const steps = STEPS.filter((step) => cells.some((cell) => cell.step === step));
  return (
    <ScrollRegion labelledBy={captionId}>
      <table className="tl-table tl-seat-map">
        <caption id={captionId} className="tl-hidden">
          Which roles are missing or not heard at which step
        </caption>
        <thead>
          <tr>
            <th scope="col">Role</th>
            {steps.map((step) => (
              <th key={step} scope="col">
                <AppLink to={`/initiatives?step=${step}`}>{STEP_NAME[step]}</AppLink>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {roles.map((role) => (
            <tr key={role}>
              <th scope="row">{ROLE_NAME[role]}</th>
              {steps.map((step) => (
                <td key={step}>
                  <MapCell
                    cell={cells.find((each) => each.role === role && each.step === step)}
                    silentAfterDays={silentAfterDays}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function MapCell({ cell, silentAfterDays }: { readonly cell: SeatCell | undefined; readonly silentAfterDays: number }) {
  if (!cell) return <span className="tl-hidden">not needed here now</span>;
  const { needed, empty, unheard, silent } = cell;
  return (
    <div className="tl-map-cell">
      {empty === 0 && unheard === 0 && silent === 0 ? (
        <StateWord tone="reached">{needed === 1 ? 'heard' : `all ${needed} heard`}</StateWord>
      ) : (
        <span className="tl-muted">{formatPlural(needed, 'seat', 'seats')} needed</span>
      )}
      {empty > 0 && <EmptyAt cell={cell} />}
      {unheard > 0 && (
        <StateWord tone="unknown" icon={IconMessageOff}>
          {unheard} not heard
        </StateWord>
      )}
      {silent > 0 && (
        <span title={`Nothing said for ${silentAfterDays} days or longer`}>
          <StateWord tone="look" icon={IconVolumeOff}>
            {silent} silent
          </StateWord>
        </span>
      )}
    </div>
  );
}

function EmptyAt({ cell }: { readonly cell: SeatCell }) {
  const more = cell.empty - cell.emptyAt.length;
  return (
    <>
      <span className="tl-map-empty">
        <EmptyChair label={`${cell.empty} empty`} size={18} withName />
      </span>
      <ul>
        {cell.emptyAt.map((line) => (
          <li key={line.slug}>
            <AppLink to={pathTo(line.slug, cell.step)}>{line.name}</AppLink>
          </li>
        ))}
        {more > 0 && (
          <li>
            <AppLink to={`/initiatives?step=${cell.step}`}>and {more} more</AppLink>
          </li>
        )}
      </ul>
    </>
  );
}
