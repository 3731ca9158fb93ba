import { randomBytes } from 'node:crypto';
import { fillWithStories } from '../../seed/demo.ts';
import { openSession } from '../../seed/session.ts';
import { authApi } from '../platform/auth/auth.schema.ts';
import { type ClientOptions, createClient } from '../platform/contract/index.ts';
import { type Command, type CommandInput, textFlag, UsageError } from './command.ts';
import { SERVER_FLAGS, serverUrl } from './server-address.ts';

/** `throughline demo`: fills a running installation with stories whose truth is known, and prints their links. */
export const demoCommand: Command = {
  name: 'demo',
  summary: 'Fills a running installation with demo stories whose truth is known, and prints links to them.',
  usage: '',
  flags: [
    ...SERVER_FLAGS.filter(({ name }) => name === 'url'),
    { name: 'email', help: 'an administrator of the installation; an empty installation gets one of its own' },
    { name: 'password', help: 'the password of that administrator (better in THROUGHLINE_PASSWORD)' },
    { name: 'story', help: 'only the story with this id' },
  ],
  async run(input) {
    const session = openSession(serverUrl(input));
    const administrator = await enter(session, input);
    const story = textFlag(input, 'story');
    const { stories, people } = await fillWithStories(session, {
      now: new Date(),
      ...(story === undefined ? {} : { stories: [story] }),
      onProgress: ({ done, total, name }) => process.stderr.write(`${done} of ${total}: ${name}\n`),
    });
    if (stories.length === 0) throw new UsageError(`There is no story "${story}".`);
    const links = stories.map(({ link, state }) => `  ${state.padEnd(30)}${link}`);
    const accounts = [administrator, ...Object.values(people)].map(
      ({ email, password }) => `  ${email.padEnd(36)}${password}`,
    );
    process.stdout.write(
      ['Stories:', ...links, '', 'Accounts and their passwords, shown once:', ...accounts, ''].join('\n'),
    );
    return 0;
  },
};

interface Account {
  readonly email: string;
  readonly password: string;
}

/** Signs the administrator in; an empty installation gets its first one here. */
async function enter(session: ClientOptions, input: CommandInput): Promise<Account> {
  const client = createClient(authApi, session);
  if ((await client.readSetUp()).isEmpty) {
    const account = { email: 'administrator@demo.example', password: randomBytes(9).toString('base64url') };
    await client.setUp({ body: { name: 'Demo administrator', ...account } });
    return account;
  }
  const email = textFlag(input, 'email');
  const password = textFlag(input, 'password') ?? input.environment.THROUGHLINE_PASSWORD;
  if (!email || !password)
    throw new UsageError(
      'This installation has people already: name an administrator with --email and set THROUGHLINE_PASSWORD.',
    );
  await client.signIn({ body: { email, password } });
  return { email, password };
}
