import { resolve } from 'node:path';
import { z } from 'zod';
import { StartRefusal } from '../database/start-refusal.ts';
import { LOG_LEVELS, type LogLevel } from '../log/log.ts';

/** The settings of one running installation. */
export interface Config {
  /** Folder of the embedded database and the uploads. */
  readonly dataDirectory: string;
  /** A PostgreSQL of the user's; absent for the embedded one. */
  readonly databaseUrl: string | undefined;
  readonly host: string;
  readonly port: number;
  /** The address that people use, e.g. `https://throughline.example.com`. */
  readonly publicUrl: string | undefined;
  readonly isBehindProxy: boolean;
  readonly logLevel: LogLevel;
  /** Signs sessions; made and kept by the installation itself unless given. */
  readonly secret: string | undefined;
  /** How mails leave; none are sent without it. */
  readonly mail: { readonly smtpUrl: string; readonly from: string } | undefined;
  /** Where artifacts are kept: `s3://bucket/prefix`, or the data folder where absent. */
  readonly artifacts: string | undefined;
  /** The most that all artifacts together may take, in bytes; no limit where absent. */
  readonly artifactBytes: number | undefined;
  /** Hosts of the own network that webhooks may reach, in lower case, as `name` or `name:port`. */
  readonly webhookHosts: readonly string[];
  /** Hosts of the own network from which tables may be fetched, in lower case, as `name` or `name:port`. */
  readonly databaseHosts: readonly string[];
}

/** One setting: its flag, its variable, and what it is for. The help text and the reading come from this one table. */
interface Setting {
  readonly flag?: string;
  readonly variable: string;
  readonly help: string;
}

/** Every setting of the server. */
export const SETTINGS = {
  data: {
    flag: 'data',
    variable: 'THROUGHLINE_DATA_DIR',
    help: 'folder of the database and the files (default: ./.throughline)',
  },
  databaseUrl: { variable: 'DATABASE_URL', help: 'a PostgreSQL 15 or later of yours instead of the embedded one' },
  host: {
    flag: 'host',
    variable: 'THROUGHLINE_HOST',
    help: 'address to listen on (default: 127.0.0.1, this machine only)',
  },
  port: { flag: 'port', variable: 'THROUGHLINE_PORT', help: 'port to listen on (default: 4400; 0 takes a free one)' },
  publicUrl: {
    flag: 'public-url',
    variable: 'THROUGHLINE_PUBLIC_URL',
    help: 'the address that people use, e.g. https://throughline.example.com',
  },
  behindProxy: {
    variable: 'THROUGHLINE_BEHIND_PROXY',
    help: '"true" when a reverse proxy in front names the caller in X-Forwarded-For',
  },
  log: { flag: 'log', variable: 'THROUGHLINE_LOG', help: `how much the log says: ${LOG_LEVELS.join(', ')}` },
  secret: {
    variable: 'THROUGHLINE_SECRET',
    help: 'signs sessions, 32 characters or more (default: made once and kept in the database)',
  },
  smtpUrl: {
    variable: 'THROUGHLINE_SMTP_URL',
    help: 'where mails are handed over, e.g. smtps://user:password@mail.example.com (default: none are sent)',
  },
  mailFrom: {
    variable: 'THROUGHLINE_MAIL_FROM',
    help: 'sender of the mails, e.g. Throughline <throughline@example.com>',
  },
  artifacts: {
    variable: 'THROUGHLINE_ARTIFACTS',
    help: 'where files of runs and models are kept: s3://bucket/prefix with the usual AWS_ variables (default: the data folder)',
  },
  artifactGib: {
    variable: 'THROUGHLINE_ARTIFACTS_GIB',
    help: 'the most that files of runs and models may take together, in GiB (default: as much as there is room for)',
  },
  webhookHosts: {
    variable: 'THROUGHLINE_WEBHOOK_HOSTS',
    help: 'hosts of your own network that webhooks may reach, e.g. build.internal,10.0.0.8:8080 (default: public addresses only)',
  },
  databaseHosts: {
    variable: 'THROUGHLINE_DATABASE_HOSTS',
    help: 'hosts of your own network from which tables may be fetched, e.g. warehouse.internal,10.0.0.8:5432 (default: public addresses with a verified certificate only)',
  },
} as const satisfies Record<string, Setting>;

/** The name of a setting. */
export type SettingName = keyof typeof SETTINGS;

const hosts = z
  .string()
  .max(2_000)
  .regex(/^[\w.:[\]-]+(\s*,\s*[\w.:[\]-]+)*$/);

const given = z.object({
  data: z.string().min(1).default('.throughline'),
  databaseUrl: z.string().min(1).optional(),
  host: z.string().min(1).default('127.0.0.1'),
  port: z.coerce.number().int().min(0).max(65_535).default(4_400),
  publicUrl: z.url({ protocol: /^https?$/ }).optional(),
  behindProxy: z.enum(['true', 'false']).default('false'),
  log: z.enum(LOG_LEVELS).optional(),
  secret: z.string().min(32).optional(),
  smtpUrl: z.url({ protocol: /^smtps?$/ }).optional(),
  mailFrom: z
    .string()
    .min(3)
    .max(200)
    .regex(/^[^\r\n]+$/)
    .optional(),
  artifacts: z.string().optional(),
  artifactGib: z.coerce.number().positive().max(8_000_000).optional(),
  webhookHosts: hosts.optional(),
  databaseHosts: hosts.optional(),
});

/**
 * Reads the settings: a flag wins over its variable, and an empty variable counts as absent.
 * @throws StartRefusal naming the setting that was not accepted.
 */
export function readConfig(
  flags: Readonly<Partial<Record<SettingName, string>>>,
  environment: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
): Config {
  const values = Object.fromEntries(
    Object.entries(SETTINGS).map(([name, { variable }]) => [
      name,
      flags[name as SettingName] ?? (environment[variable] || undefined),
    ]),
  );
  const parsed = given.safeParse(values);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = issue?.path[0] as SettingName | undefined;
    const setting = name ? SETTINGS[name] : undefined;
    throw new StartRefusal(
      `The setting ${setting?.variable ?? 'given'} was not accepted: ${issue?.message ?? 'unreadable'}. It is the ${setting?.help ?? ''}.`,
    );
  }
  const {
    data,
    databaseUrl,
    host,
    port,
    publicUrl,
    behindProxy,
    log,
    secret,
    artifacts,
    artifactGib,
    webhookHosts,
    databaseHosts,
    smtpUrl,
    mailFrom,
  } = parsed.data;
  const named = `${SETTINGS.publicUrl.variable} and ${SETTINGS.mailFrom.variable}`;
  if (smtpUrl !== undefined && (publicUrl === undefined || mailFrom === undefined)) {
    throw new StartRefusal(
      `${SETTINGS.smtpUrl.variable} also needs ${named}: mails have a sender, and their links begin with the address that people use.`,
    );
  }
  return {
    dataDirectory: resolve(data),
    databaseUrl,
    host,
    port,
    publicUrl: publicUrl?.replace(/\/+$/, ''),
    isBehindProxy: behindProxy === 'true',
    // A person at a terminal wants one line that says where to go; a log collector wants every request.
    logLevel: log ?? (isTerminal ? 'warn' : 'info'),
    secret,
    mail: smtpUrl === undefined || mailFrom === undefined ? undefined : { smtpUrl, from: mailFrom },
    artifacts,
    webhookHosts: webhookHosts?.toLowerCase().split(/\s*,\s*/) ?? [],
    databaseHosts: databaseHosts?.toLowerCase().split(/\s*,\s*/) ?? [],
    artifactBytes: artifactGib === undefined ? undefined : Math.round(artifactGib * 1_073_741_824),
  };
}
