import { Button } from '@mantine/core';
import { useState } from 'react';
import { ProblemNotice, useNow } from '../../../web/data/index.ts';
import { ConfirmButton, EmptyChair, PersonFace, StateWord } from '../../../web/kit/index.ts';
import { type Rights, rightTo } from '../../initiatives/ui/index.ts';
import { DUTY_NAME } from '../playbook.ts';
import { ROLE_BRINGS, ROLE_NAME, type Role } from '../roles.ts';
import { peopleClient, type TableSeat } from './people-queries.ts';
import { PRESENCE, presenceInWords } from './presence-words.ts';
import { SeatPersonForm } from './seat-person-form.tsx';
import { settled, useTableChange } from './use-table-change.ts';
import './step-seats.css';

export interface StepSeatsProps {
  readonly slug: string;
  /** The name of the step. */
  readonly stepName: string;
  readonly seats: readonly TableSeat[];
  readonly rights: Rights;
}

/** The seats of a step: the role, what it does here, who sits and how present they are, or the empty chair. */
export function StepSeats({ slug, stepName, seats, rights }: StepSeatsProps) {
  const [chosen, setChosen] = useState<Role>();
  const now = useNow();
  const change = rightTo(rights, 'table.change');
  return (
    <div className="tl-stack">
      <ul className="tl-seats">
        {seats.map((seat) => (
          <li key={seat.role}>
            <div className="tl-seat-role">
              <span>{ROLE_NAME[seat.role]}</span>
              <span className="tl-muted tl-small">{DUTY_NAME[seat.duty]}</span>
            </div>
            <div className="tl-seat-sitters">
              {seat.sitters.map((sitter) => (
                <div key={sitter.seatId} className="tl-seat-sitter">
                  <PersonFace name={sitter.name} withName />
                  <StateWord tone={PRESENCE[sitter.presence].tone}>
                    {presenceInWords(sitter, seat.isRequired, now)}
                  </StateWord>
                  {change.allowed && <EmptySeat slug={slug} stepName={stepName} seat={seat} sitter={sitter} />}
                </div>
              ))}
              {seat.sitters.length === 0 && (
                <div className="tl-seat-sitter">
                  <EmptyChair
                    label={
                      seat.isRequired
                        ? `Nobody yet. Brings ${ROLE_BRINGS[seat.role]}.`
                        : 'Nobody; needed only to be told.'
                    }
                    withName
                  />
                </div>
              )}
            </div>
            {change.allowed && seat.sitters.length === 0 && (
              <Button
                variant="default"
                aria-expanded={chosen === seat.role}
                onClick={() => setChosen(chosen === seat.role ? undefined : seat.role)}
              >
                Seat somebody<span className="tl-hidden"> as {ROLE_NAME[seat.role]}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {!change.allowed && <p className="tl-muted tl-small">{change.rule}</p>}
      {chosen !== undefined && (
        <SeatPersonForm key={chosen} slug={slug} rights={rights} role={chosen} onSeated={() => setChosen(undefined)} />
      )}
    </div>
  );
}

interface EmptySeatProps {
  readonly slug: string;
  /** The name of the step. */
  readonly stepName: string;
  readonly seat: TableSeat;
  readonly sitter: TableSeat['sitters'][number];
}

function EmptySeat({ slug, stepName, seat, sitter }: EmptySeatProps) {
  const leave = useTableChange(slug, () => peopleClient.leave({ params: { slug, seatId: sitter.seatId } }));
  return (
    <>
      <ConfirmButton
        variant="subtle"
        question={`Take ${sitter.name} off the seat of ${ROLE_NAME[seat.role]} at ${stepName}? The log keeps it.`}
        confirmLabel="Take them off"
        onConfirm={() => settled(leave.mutateAsync(undefined))}
      >
        Take off<span className="tl-hidden"> the seat: {sitter.name}</span>
      </ConfirmButton>
      <ProblemNotice error={leave.error} />
    </>
  );
}
