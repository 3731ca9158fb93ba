/** What a command line asked for: words and flags after the command's name. */
export interface CommandInput {
  readonly words: readonly string[];
  readonly flags: Readonly<Record<string, string | boolean | undefined>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** A flag of a command. */
export interface CommandFlag {
  readonly name: string;
  readonly help: string;
  /** A flag without a value, such as `--skip-bad`. */
  readonly isSwitch?: true;
}

/** A command: what it does, its words and flags, and the work. It resolves with the exit code. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  /** The words after the name, for the help text: `<initiative> <kind> <file>`. */
  readonly usage: string;
  readonly flags: readonly CommandFlag[];
  run(input: CommandInput): Promise<number>;
}

/** The command line itself was wrong; the sentence says how, and the help of the command follows. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A flag's value as text, or `undefined`. */
export function textFlag(input: CommandInput, name: string): string | undefined {
  const value = input.flags[name];
  return typeof value === 'string' ? value : undefined;
}
