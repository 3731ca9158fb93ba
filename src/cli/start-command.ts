import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readConfig, SETTINGS, type SettingName } from '../platform/config/config.ts';
import { StartRefusal } from '../platform/database/start-refusal.ts';
import { HTTP_LIMITS } from '../platform/http/limits.ts';
import { openLog } from '../platform/log/log.ts';
import { type Command, type CommandInput, textFlag } from './command.ts';
import { openInstallation } from './open-installation.ts';
import { VERSION } from './version.ts';

/** The flags of every command that opens an installation's own data. */
export const INSTALLATION_FLAGS = Object.values(SETTINGS).flatMap((setting) =>
  'flag' in setting ? [{ name: setting.flag, help: setting.help }] : [],
);

/** The settings of an installation from a command's flags and the environment. */
export function configOf(input: CommandInput) {
  const flags = Object.fromEntries(
    Object.entries(SETTINGS).flatMap(([name, setting]) => {
      const value = 'flag' in setting ? textFlag(input, setting.flag) : undefined;
      return value === undefined ? [] : [[name as SettingName, value]];
    }),
  );
  return readConfig(flags, input.environment, process.stderr.isTTY === true);
}

/** `throughline start`: starts the product and runs until it is asked to stop. */
export const startCommand: Command = {
  name: 'start',
  summary: 'Starts Throughline; the line it prints says where to open it.',
  usage: '',
  flags: INSTALLATION_FLAGS,
  async run(input) {
    const config = configOf(input);
    const log = openLog(config.logLevel);
    const stop = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
    // The rooms are loaded only by the commands that need them, so that the others answer at once.
    const { composeThroughline } = await import('../main.ts');
    const installation = await openInstallation(config, log);
    installation.onLost((sentence) => {
      log.error(sentence);
      process.exit(1);
    });
    try {
      const throughline = await composeThroughline({
        database: installation.database,
        log,
        now: () => new Date(),
        dataDirectory: config.dataDirectory,
        tableProgram: fileURLToPath(new URL('./table-program.js', import.meta.url)),
        programs: fileURLToPath(new URL('./programs', import.meta.url)),
        webRoot: fileURLToPath(new URL('./web', import.meta.url)),
        publicUrl: config.publicUrl,
        isBehindProxy: config.isBehindProxy,
        secret: config.secret,
        mail: config.mail,
        artifacts: config.artifacts,
        artifactBytes: config.artifactBytes,
        webhookHosts: config.webhookHosts,
        databaseHosts: config.databaseHosts,
        version: VERSION,
      });
      const address = await throughline.server
        .listen({ host: config.host, port: config.port })
        .catch(async (error: unknown) => {
          // Its background work would go on over a closed database and keep the process alive.
          await throughline.close();
          throw listenRefusal(error, config.port);
        });
      process.stdout.write(`Throughline is ready: ${config.publicUrl ?? readableAddress(address)}\n`);
      await new Promise<void>((resolve) => stop.signal.addEventListener('abort', () => resolve(), { once: true }));
      // Whoever holds a connection open longer than this is cut off; what was answered is stored.
      const closing = throughline.close();
      const cut = setTimeout(() => throughline.server.server.closeAllConnections(), HTTP_LIMITS.stopTimeoutMs);
      await Promise.race([closing, sleep(2 * HTTP_LIMITS.stopTimeoutMs, undefined, { ref: false })]);
      clearTimeout(cut);
    } finally {
      await installation.close();
    }
    return 0;
  },
};

/** People open `localhost`; cookies and later passkeys are bound to that name. */
function readableAddress(address: string): string {
  return address.replace('127.0.0.1', 'localhost').replace('[::1]', 'localhost');
}

function listenRefusal(error: unknown, port: number): unknown {
  if (!(error instanceof Error && 'code' in error)) return error;
  if (error.code === 'EADDRINUSE') {
    return new StartRefusal(`Port ${port} is taken by another program. Stop it, or choose another port with --port.`);
  }
  if (error.code === 'EACCES')
    return new StartRefusal(`This account may not listen on port ${port}. Choose one above 1023 with --port.`);
  return error;
}
