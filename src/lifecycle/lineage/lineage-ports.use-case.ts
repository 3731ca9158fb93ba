import type { RawBuilder } from 'kysely';
import type { Database } from '../../platform/database/queryable.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import type { Viewer } from '../people/index.ts';

/** What every use case of lineage needs. */
export interface LineagePorts {
  readonly database: Database;
  readonly now: () => Date;
  readonly require: (slug: string) => Promise<StoredInitiative>;
  /** The rule `initiative.see` in SQL; it names the initiative as `i`. */
  readonly isVisible: (viewer: Viewer) => RawBuilder<boolean>;
  /** Told after the commit of each change that an initiative shows. */
  readonly onChanged: (slug: string) => void;
  /** Told after the commit of each event that told something new of the tables and jobs of the organisation. */
  readonly onSourcesChanged: () => void;
}
