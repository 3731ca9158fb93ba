import { refuse } from '../../platform/contract/index.ts';
import type { Database, Queryable } from '../../platform/database/database.ts';
import type { Migration } from '../../platform/database/migrations.ts';
import type { MountedApi } from '../../platform/http/handlers.ts';
import type { Log } from '../../platform/log/log.ts';
import type { Phase, PhaseReader } from '../actions/index.ts';
import { type FixedAsOf, fixAsOf } from './as-of.store.ts';
import { bringRows } from './bring-rows.use-case.ts';
import { decideArms } from './decide-arms.use-case.ts';
import { ledgerMigrations } from './ledger.migrations.ts';
import { ledgerRoutes } from './ledger.routes.ts';
import { hasStarted, readOverview } from './overview.store.ts';
import { readLedgerState, readPhaseFacts } from './phase-facts.store.ts';
import { rankList } from './rank-list.use-case.ts';
import type { LedgerInitiative, LedgerPorts } from './record-batch.use-case.ts';
import { readUnitColumns } from './unit-rows.store.ts';

/** What the ledger gives to the rooms that come after it. */
export interface LedgerModule {
  readonly mounted: MountedApi;
  readonly migrations: readonly Migration[];
  /** Fixes the date as of which an analysis of an initiative reads; nothing is recorded at or before it afterwards. */
  fixAsOf(initiativeNo: number): Promise<FixedAsOf>;
  /** What the ledger of an initiative holds; the arms are those of the open phase, or else of the last one. */
  overview(initiative: LedgerInitiative): ReturnType<typeof readOverview>;
  /** How the rooms after it read the ledger as of a moment; the arguments are those of the stores. */
  readonly reading: {
    readonly units: typeof readUnitColumns;
    readonly facts: typeof readPhaseFacts;
    readonly state: typeof readLedgerState;
  };
  /** Whether units were assigned and outcomes arrived: the evidence for the gate of Act. */
  hasStarted(queryable: Queryable, initiativeNo: number): Promise<boolean>;
}

/** What the room is wired with. */
export interface LedgerDependencies {
  readonly database: Database;
  readonly now?: () => Date;
  readonly phases: PhaseReader;
  readonly initiatives: { bySlug(slug: string): Promise<LedgerInitiative | null> };
  readonly log: Log;
  /** Refuses records before the first phase when the playbook holds data back; asked only while no phase is open. */
  readonly refuseHeld: (initiativeId: string) => Promise<void>;
  /** Called after the commit of each delivery that changed an initiative's ledger. */
  readonly onStored: (initiativeId: string) => void;
}

/** Wires the ledger. */
export function ledgerModule(dependencies: LedgerDependencies): LedgerModule {
  const { database, phases, initiatives, log, onStored } = dependencies;
  const ports: LedgerPorts = { database, onStored, now: dependencies.now ?? (() => new Date()) };
  const overview = async (initiative: LedgerInitiative, open: Phase | null) => {
    const phase = open ?? (await phases.list(initiative.id)).reduce(later, null);
    return readOverview(database, initiative.no, phase?.number ?? 0);
  };
  return {
    mounted: ledgerRoutes({
      find: async (slug) => {
        const initiative = await initiatives.bySlug(slug);
        if (!initiative) throw refuse('NOT_FOUND', { path: `/api/initiatives/${slug}` });
        return { initiative, phase: await phases.open(initiative.id) };
      },
      overview,
      bring: async (actor, initiative, phase, delivery) => {
        if (!phase) await dependencies.refuseHeld(initiative.id);
        const startedMs = performance.now();
        const brought = await bringRows(ports, actor, initiative, phase, delivery);
        const { stored, duplicates, mixed, refused, batchNo } = brought;
        const ms = Math.round(performance.now() - startedMs);
        log.debug({ batchNo, kind: delivery.kind, stored, duplicates, mixed, refused, ms }, 'ledger batch');
        return brought;
      },
      decide: (decision, units) => decideArms(ports, decision, units),
      rank: (decision, units, capacity) => rankList(ports, decision, units, capacity),
    }),
    migrations: ledgerMigrations,
    fixAsOf: (initiativeNo) => database.transaction((tx) => fixAsOf(tx, initiativeNo)),
    overview: async (initiative) => overview(initiative, await phases.open(initiative.id)),
    reading: { units: readUnitColumns, facts: readPhaseFacts, state: readLedgerState },
    hasStarted,
  };
}

function later(last: Phase | null, phase: Phase): Phase {
  return last && last.number > phase.number ? last : phase;
}
