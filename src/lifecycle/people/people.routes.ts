import { type MountedApi, mountApi } from '../../platform/http/handlers.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import type { Step } from '../line-order.ts';
import { peopleApi } from './people.schema.ts';
import type { TableStep } from './read-table.use-case.ts';
import type { SeatRequest } from './seat-person.use-case.ts';
import type { Seat } from './seats.ts';

/** What the routes of the table call. */
export interface PeopleUseCases {
  require(slug: string): Promise<StoredInitiative>;
  table(initiative: StoredInitiative): Promise<readonly TableStep[]>;
  seat(
    actor: Actor,
    initiative: StoredInitiative,
    request: SeatRequest,
  ): Promise<readonly { readonly seatId: string; readonly step: Step }[]>;
  leave(actor: Actor, initiative: StoredInitiative, seatId: string): Promise<void>;
  closeStep(
    actor: Actor,
    initiative: StoredInitiative,
    step: Step,
    note: string | undefined,
  ): Promise<{ readonly step: Step; readonly closedAt: string }>;
  reopenStep(actor: Actor, initiative: StoredInitiative, step: Step, reason: string): Promise<{ readonly step: Step }>;
}

/** The routes of who is at the table. */
export function peopleRoutes(useCases: PeopleUseCases): MountedApi {
  return mountApi('People', peopleApi, {
    table: async ({ params }) => {
      const table = await useCases.table(await useCases.require(params.slug));
      return {
        steps: table.map(({ state, seats, gaps }) => ({
          step: state.step,
          state: state.state,
          seats: seats.map(presentSeat),
          gaps: gaps.map((gap) => (gap.kind === 'not-heard' ? { ...gap, names: [...gap.names] } : gap)),
        })),
      };
    },
    seat: async ({ params, body }, { principal }) => {
      const seats = await useCases.seat(principal, await useCases.require(params.slug), body);
      return { seats: seats.map(({ seatId, step }) => ({ seatId, step })) };
    },
    leave: async ({ params }, { principal }) =>
      useCases.leave(principal, await useCases.require(params.slug), params.seatId).then(() => undefined),
    closeStep: async ({ params, body }, { principal }) =>
      useCases.closeStep(principal, await useCases.require(params.slug), params.step, body.note),
    reopenStep: async ({ params, body }, { principal }) =>
      useCases.reopenStep(principal, await useCases.require(params.slug), params.step, body.reason),
  });
}

function presentSeat(seat: Seat) {
  return { ...seat, sitters: seat.sitters.map((sitter) => ({ ...sitter })) };
}
