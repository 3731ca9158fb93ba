import { sealEvents } from '../platform/events/seal-events.ts';
import { verifyChain } from '../platform/events/verify-chain.ts';
import { openLog } from '../platform/log/log.ts';
import { type Command, textFlag } from './command.ts';
import { openInstallation } from './open-installation.ts';
import { configOf, INSTALLATION_FLAGS } from './start-command.ts';

/** `throughline verify`: proves that the recorded history is whole, or names the first row that is not. */
export const verifyCommand: Command = {
  name: 'verify',
  summary: 'Recomputes the chain of recorded events and names the first row that was changed or removed.',
  usage: '[--expect <hash>]',
  flags: [
    ...INSTALLATION_FLAGS,
    { name: 'expect', help: 'a head hash kept elsewhere; also finds a history that was cut short' },
  ],
  async run(input) {
    const config = configOf(input);
    const installation = await openInstallation(config, openLog(config.logLevel));
    try {
      // What a killed process left unsealed is sealed first, so that the report speaks of the whole history.
      await sealEvents(installation.database, () => new Date());
      const report = await verifyChain(installation.database, textFlag(input, 'expect'));
      if (report.kind === 'broken') {
        process.stderr.write(`The history is broken. ${report.sentence}\n`);
        return 1;
      }
      const waiting = report.unsealed > 0 ? ` ${report.unsealed} more wait to be sealed.` : '';
      process.stdout.write(
        `The history is whole: ${report.sealed} events in one chain.${waiting}\nHead: ${report.head}\n`,
      );
      return 0;
    } finally {
      await installation.close();
    }
  },
};
