import type { Generated, JSONColumnType } from 'kysely';
import type { JsonObject } from './event.ts';

/** Rows of the events room, as the database has them. */
export interface EventTables {
  events: {
    seq: Generated<number>;
    id: string;
    at: Date;
    kind: string;
    sentence: string;
    actor_id: string | null;
    actor_name: string;
    acting_as: string | null;
    subject_id: string | null;
    section: string | null;
    object_type: string;
    object_id: string;
    reason: string | null;
    detail: JSONColumnType<JsonObject>;
  };
  events_unsealed: { seq: number };
  event_seals: { position: number; seq: number; hash: string; sealed_at: Date };
}
