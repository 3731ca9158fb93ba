import { parseArgs } from 'node:util';
import { Problem } from '../platform/contract/index.ts';
import { StartRefusal } from '../platform/database/start-refusal.ts';
import { bringCommand } from './bring-command.ts';
import { type Command, UsageError } from './command.ts';
import { demoCommand } from './demo-command.ts';
import { startCommand } from './start-command.ts';
import { tableCommand } from './table-command.ts';
import { verifyCommand } from './verify-command.ts';
import { VERSION } from './version.ts';

const COMMANDS: readonly Command[] = [startCommand, demoCommand, bringCommand, tableCommand, verifyCommand];

/** Runs one command line and resolves with its exit code. Nothing but a sentence reaches the person who typed it. */
export async function runCommandLine(words: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  const [name, ...rest] = words;
  if (name === undefined || name === 'help' || name === '--help') return print(helpText());
  if (name === '--version' || name === 'version') return print(VERSION);
  const command = COMMANDS.find((known) => known.name === name);
  if (!command) return refuse(`There is no command "${name}". "throughline help" lists them.`, 2);
  if (rest.includes('--help')) return print(commandHelp(command));
  try {
    const { values, positionals } = readWords(command, rest);
    return await command.run({ words: positionals, flags: values, environment });
  } catch (error) {
    if (error instanceof UsageError) return refuse(`${error.message}\n\n${commandHelp(command)}`, 2);
    if (error instanceof StartRefusal) return refuse(error.message, 1);
    if (error instanceof Problem) {
      const fields = error.fields.map(({ path, message }) => `  ${path}: ${message}`);
      return refuse([error.message, ...fields, error.remedy].join('\n'), 1);
    }
    throw error;
  }
}

function readWords(command: Command, words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: Object.fromEntries(
        command.flags.map(({ name, isSwitch }) => [
          name,
          { type: isSwitch ? ('boolean' as const) : ('string' as const) },
        ]),
      ),
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function helpText(): string {
  const lines = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(10)}${summary}`);
  return [
    'Throughline: from a business question to a measured business result.',
    '',
    'throughline <command>',
    '',
    ...lines,
    '',
    '"throughline <command> --help" tells more.',
  ].join('\n');
}

function commandHelp({ name, summary, usage, flags }: Command): string {
  const lines = flags.map((flag) => `  --${`${flag.name}${flag.isSwitch ? '' : ' <value>'}`.padEnd(24)}${flag.help}`);
  return [`throughline ${name} ${usage}`.trim(), '', summary, ...(lines.length > 0 ? ['', ...lines] : [])].join('\n');
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

function refuse(text: string, code: number): number {
  process.stderr.write(`${text}\n`);
  return code;
}
