import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { AppLink, EmptyChair, PersonFace, ScrollRegion, StateWord } from '../../../web/kit/index.ts';
import { tabOfStep } from '../../initiatives/ui/index.ts';
import { DUTY_NAME } from '../playbook.ts';
import { ROLE_NAME, ROLES } from '../roles.ts';
import { type TableSeat, tableQuery } from './people-queries.ts';
import { PRESENCE, presenceWord } from './presence-words.ts';
import './seat-matrix.css';

/** Roles x steps of an initiative as a table: who sits, how present they are, and where a chair is empty. */
export function SeatMatrix({ slug }: { readonly slug: string }) {
  const { data } = useQuery(tableQuery(slug));
  const captionId = useId();
  const steps = (data?.steps ?? []).filter(({ state }) => state !== 'not-needed');
  return (
    <ScrollRegion labelledBy={captionId}>
      <table className="tl-table tl-matrix">
        <caption id={captionId} className="tl-hidden">
          Who has a seat at each step
        </caption>
        <thead>
          <tr>
            <th scope="col">Role</th>
            {steps.map(({ step, part, name }) => (
              <th key={step} scope="col">
                <AppLink to={`/i/${slug}/${tabOfStep(part)}`}>{name}</AppLink>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ROLES.map((role) => (
            <tr key={role}>
              <th scope="row">{ROLE_NAME[role]}</th>
              {steps.map(({ step, seats }) => (
                <td key={step}>
                  <SeatCell seat={seats.find((seat) => seat.role === role)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function SeatCell({ seat }: { readonly seat: TableSeat | undefined }) {
  if (!seat) return <span className="tl-hidden">no seat</span>;
  return (
    <div className="tl-cell">
      <span className="tl-muted tl-small">{DUTY_NAME[seat.duty]}</span>
      {seat.sitters.map((sitter) => (
        <div key={sitter.seatId} className="tl-cell-sitter">
          <PersonFace name={sitter.name} size={20} withName />
          <StateWord tone={PRESENCE[sitter.presence].tone}>{presenceWord(sitter.presence, seat.isRequired)}</StateWord>
        </div>
      ))}
      {seat.sitters.length === 0 &&
        (seat.isRequired ? (
          <span className="tl-cell-empty">
            <EmptyChair label="nobody yet" size={20} withName />
          </span>
        ) : (
          <span className="tl-muted">nobody</span>
        ))}
    </div>
  );
}
