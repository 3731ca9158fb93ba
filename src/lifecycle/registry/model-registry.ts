import type { FilterCondition, OrderTerm } from '../experiments/index.ts';
import type { ModelVersion, RegisteredModel, Tag } from './registered-model.ts';
import type { NewWebhook, Webhook, WebhookChange, WebhookEvent, WebhookTrial } from './webhook.ts';

/** Whoever asks: a signed-in person. */
export interface Caller {
  readonly accountId: string;
  readonly name: string;
  readonly isAdministrator: boolean;
  readonly isAuditor: boolean;
}

/** What somebody registers. */
export interface RegisteredAs {
  readonly name: string;
  readonly source: string;
  readonly runId: string | null;
  readonly runLink: string | null;
  readonly loggedModelId: string | null;
  readonly description: string;
  readonly tags: readonly Tag[];
}

/** A version by the name of its model. */
export interface VersionName {
  readonly name: string;
  readonly version: number;
}

/** Where an alias is to point; `version: null` takes it away. */
export interface AliasMove {
  readonly name: string;
  readonly alias: string;
  readonly version: number | null;
  /** The address under which the caller reached us, for installations that do not know their own. */
  readonly reachedAt?: string;
}

/** A search of models or versions: all conditions hold, the first term of the order decides first. */
export interface RegistrySearch {
  readonly conditions: readonly FilterCondition[];
  readonly order: readonly OrderTerm[];
  readonly limit: number;
  /** The sort keys of the last entry of the page before. */
  readonly after: readonly (string | number)[] | undefined;
}

/** A page of a search, and where the next one begins; `undefined` at the end. */
export interface SearchPage<T> {
  readonly found: readonly T[];
  readonly next: readonly (string | number)[] | undefined;
}

/** The webhooks as programs see them; nothing ever tells a secret. */
export interface Webhooks {
  create(caller: Caller, given: NewWebhook): Promise<Webhook>;
  /** The newest first, before the number of the last of the page before. */
  list(caller: Caller, page: { readonly before: number | null; readonly limit: number }): Promise<readonly Webhook[]>;
  get(caller: Caller, id: string): Promise<Webhook>;
  change(caller: Caller, id: string, change: WebhookChange): Promise<Webhook>;
  delete(caller: Caller, id: string): Promise<void>;
  /** Sends an example at once; without an event the first that the webhook hears of. */
  try(caller: Caller, id: string, event: WebhookEvent | undefined): Promise<WebhookTrial>;
}

/** The registry as programs see it: each call is judged by the rights of the caller, and refusals are thrown as `Problem`. */
export interface ModelRegistry {
  create(
    caller: Caller,
    asked: { readonly name: string; readonly description: string; readonly tags: readonly Tag[] },
  ): Promise<RegisteredModel>;
  get(caller: Caller, name: string): Promise<RegisteredModel>;
  describe(caller: Caller, name: string, description: string): Promise<RegisteredModel>;
  rename(caller: Caller, name: string, newName: string): Promise<RegisteredModel>;
  delete(caller: Caller, name: string): Promise<void>;
  tag(caller: Caller, name: string, tag: Tag): Promise<void>;
  untag(caller: Caller, name: string, key: string): Promise<void>;
  search(caller: Caller, search: RegistrySearch): Promise<SearchPage<RegisteredModel>>;
  /** The newest version of each stage of these models, without deleted ones. */
  newestPerStage(caller: Caller, modelNos: readonly number[]): Promise<readonly ModelVersion[]>;
  /** The version that an alias points to; `latest` is the newest. */
  byAlias(caller: Caller, name: string, alias: string): Promise<ModelVersion>;
  moveAlias(caller: Caller, move: AliasMove): Promise<void>;
  register(caller: Caller, asked: RegisteredAs): Promise<ModelVersion>;
  version(caller: Caller, named: VersionName): Promise<ModelVersion>;
  searchVersions(caller: Caller, search: RegistrySearch): Promise<SearchPage<ModelVersion>>;
  describeVersion(caller: Caller, named: VersionName, description: string): Promise<ModelVersion>;
  moveToStage(
    caller: Caller,
    named: VersionName,
    asked: { readonly stage: string; readonly archivesOthers: boolean },
  ): Promise<ModelVersion>;
  deleteVersion(caller: Caller, named: VersionName): Promise<void>;
  tagVersion(caller: Caller, named: VersionName, tag: Tag): Promise<void>;
  untagVersion(caller: Caller, named: VersionName, key: string): Promise<void>;
}
