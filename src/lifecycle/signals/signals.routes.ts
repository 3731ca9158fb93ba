import { type MountedApi, mountApi } from '../../platform/http/handlers.ts';
import type { WithheldColumns } from '../datasets/index.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { checkShown } from './check-shown.ts';
import { presentCheck, presentEntry } from './present-checks.ts';
import type { StoredCheck } from './signal-check.ts';
import { signalsApi } from './signals.schema.ts';
import type { AskedCheck } from './start-check.use-case.ts';

/** What the routes of signal checks call. */
export interface SignalsUseCases {
  require(slug: string): Promise<StoredInitiative>;
  /** The columns of a data set whose words whoever asks is not shown. */
  withheldFrom(reader: Actor, initiative: StoredInitiative, datasetId: string): Promise<WithheldColumns>;
  list(initiative: StoredInitiative): Promise<readonly StoredCheck[]>;
  start(actor: Actor, initiative: StoredInitiative, asked: AskedCheck): Promise<string>;
  read(initiative: StoredInitiative, id: string): Promise<StoredCheck>;
  cancel(actor: Actor, initiative: StoredInitiative, id: string): Promise<void>;
}

/** The routes of signal checks. */
export function signalsRoutes(useCases: SignalsUseCases): MountedApi {
  return mountApi('Signal checks', signalsApi, {
    listChecks: async ({ params }) => ({
      checks: (await useCases.list(await useCases.require(params.slug))).map(presentEntry),
    }),
    startCheck: async ({ params, body }, { principal }) => ({
      id: await useCases.start(principal, await useCases.require(params.slug), body),
    }),
    readCheck: async ({ params }, { principal }) => {
      const initiative = await useCases.require(params.slug);
      const check = await useCases.read(initiative, params.id);
      return presentCheck(checkShown(check, await useCases.withheldFrom(principal, initiative, check.datasetId)));
    },
    cancelCheck: async ({ params }, { principal }) => {
      await useCases.cancel(principal, await useCases.require(params.slug), params.id);
      return undefined;
    },
  });
}
