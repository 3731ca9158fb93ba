import { type MountedApi, mountApi } from '../../platform/http/handlers.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { peopleApi } from './people.schema.ts';
import type { RiskTier } from './playbook.ts';
import type { TableStep } from './read-table.use-case.ts';
import type { Role } from './roles.ts';
import type { SeatRequest } from './seat-person.use-case.ts';
import type { Seat } from './seats.ts';

/** What the routes of the table call. */
export interface PeopleUseCases {
  require(slug: string): Promise<StoredInitiative>;
  table(initiative: StoredInitiative): Promise<readonly TableStep[]>;
  risk(initiative: StoredInitiative): Promise<{ readonly tier: RiskTier; readonly isStated: boolean }>;
  seat(
    actor: Actor,
    initiative: StoredInitiative,
    request: SeatRequest,
  ): Promise<readonly { readonly seatId: string; readonly step: string }[]>;
  leave(actor: Actor, initiative: StoredInitiative, seatId: string): Promise<void>;
  readSilence(): Promise<{ readonly silentAfterDays: number }>;
  changeSilence(actor: Actor, days: number): Promise<{ readonly silentAfterDays: number }>;
  approveStep(
    actor: Actor,
    initiative: StoredInitiative,
    step: string,
    approval: { readonly role: Role; readonly note?: string | undefined },
  ): Promise<{ readonly step: string; readonly role: Role }>;
  closeStep(
    actor: Actor,
    initiative: StoredInitiative,
    step: string,
    note: string | undefined,
  ): Promise<{ readonly step: string; readonly closedAt: string }>;
  reopenStep(
    actor: Actor,
    initiative: StoredInitiative,
    step: string,
    reason: string,
  ): Promise<{ readonly step: string }>;
}

/** The routes of who is at the table. */
export function peopleRoutes(useCases: PeopleUseCases): MountedApi {
  return mountApi('People', peopleApi, {
    table: async ({ params }) => {
      const initiative = await useCases.require(params.slug);
      const [table, risk] = await Promise.all([useCases.table(initiative), useCases.risk(initiative)]);
      return { risk, steps: table.map(presentStep) };
    },
    seat: async ({ params, body }, { principal }) => {
      const seats = await useCases.seat(principal, await useCases.require(params.slug), body);
      return { seats: seats.map(({ seatId, step }) => ({ seatId, step })) };
    },
    leave: async ({ params }, { principal }) =>
      useCases.leave(principal, await useCases.require(params.slug), params.seatId).then(() => undefined),
    readSilence: () => useCases.readSilence(),
    changeSilence: async ({ body }, { principal }) => useCases.changeSilence(principal, body.silentAfterDays),
    approveStep: async ({ params, body }, { principal }) =>
      useCases.approveStep(principal, await useCases.require(params.slug), params.step, body),
    closeStep: async ({ params, body }, { principal }) =>
      useCases.closeStep(principal, await useCases.require(params.slug), params.step, body.note),
    reopenStep: async ({ params, body }, { principal }) =>
      useCases.reopenStep(principal, await useCases.require(params.slug), params.step, body.reason),
  });
}

function presentStep({ state, plan, seats, approvals, gaps }: TableStep) {
  return {
    step: state.step,
    part: state.part,
    name: state.name,
    question: state.question,
    state: state.state,
    seats: seats.map(presentSeat),
    approvals: plan.approvals.map((role) => {
      const given = approvals.find((approval) => approval.role === role);
      return { role, by: given?.name ?? null, at: given?.at ?? null };
    }),
    gaps: gaps.map((gap) => (gap.kind === 'not-heard' ? { ...gap, names: [...gap.names] } : gap)),
  };
}

function presentSeat(seat: Seat) {
  return { ...seat, sitters: seat.sitters.map((sitter) => ({ ...sitter })) };
}
