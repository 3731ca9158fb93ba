import { readFile, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import { StartRefusal } from './start-refusal.ts';

/** The account that the embedded server runs as, when it cannot run as ours (PostgreSQL refuses to run as root). */
export type ServerAccount = { name: string; uid: number; gid: number };

const FALLBACK_ACCOUNTS = ['postgres', 'node', 'nobody'];

/**
 * Chooses the account of the server: our own (undefined) unless we are root; then the owner of the database folder,
 * else the owner of the data directory, else the first that exists of `postgres`, `node` and `nobody`.
 * Throws StartRefusal when no account fits or the account cannot reach the data directory.
 */
export async function chooseServerAccount(
  dataDirectory: string,
  clusterFolder: string,
): Promise<ServerAccount | undefined> {
  const clusterOwner = (await stat(clusterFolder).catch(() => undefined))?.uid;
  const ownUid = process.getuid?.();
  if (ownUid !== 0) {
    refuseForeignOrNamelessAccount(ownUid, clusterOwner, clusterFolder);
    return undefined;
  }
  const accounts = parseAccounts(await readFile('/etc/passwd', 'utf8').catch(() => ''));
  const directoryOwner = (await stat(dataDirectory)).uid;
  const account =
    accounts.find(({ uid }) => uid !== 0 && uid === clusterOwner) ??
    accounts.find(({ uid }) => uid !== 0 && uid === directoryOwner) ??
    FALLBACK_ACCOUNTS.map((wanted) => accounts.find(({ name }) => name === wanted)).find(Boolean);
  if (!account) {
    throw new StartRefusal(
      'PostgreSQL refuses to run as root, and this system has none of the accounts postgres, node and nobody. ' +
        'Start Throughline as an ordinary user, or set DATABASE_URL to a PostgreSQL of yours.',
    );
  }
  const closed = await findClosedFolder(dataDirectory, account);
  if (closed) {
    throw new StartRefusal(
      `PostgreSQL refuses to run as root, so it runs as "${account.name}", and that account cannot reach ` +
        `${dataDirectory} because ${closed} is closed to it. Choose another directory with --data or ` +
        `THROUGHLINE_DATA_DIR (for example /var/lib/throughline), or open the way with: chmod o+x ${closed}`,
    );
  }
  return account;
}

/** The outermost folder on the way to `path` (itself included) that the account may not enter; undefined: none. */
export async function findClosedFolder(path: string, account: ServerAccount): Promise<string | undefined> {
  const parent = dirname(path);
  const closed = parent === path ? undefined : await findClosedFolder(parent, account);
  if (closed) return closed;
  const { mode, uid, gid } = await stat(path);
  const mayEnter = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
  return mode & mayEnter ? undefined : path;
}

function refuseForeignOrNamelessAccount(
  ownUid: number | undefined,
  clusterOwner: number | undefined,
  clusterFolder: string,
): void {
  if (clusterOwner !== undefined && clusterOwner !== ownUid) {
    throw new StartRefusal(
      `The database folder ${clusterFolder} belongs to the account with number ${clusterOwner}, and this is ` +
        `account ${ownUid}. Start Throughline as that account, or choose another directory with --data or ` +
        'THROUGHLINE_DATA_DIR.',
    );
  }
  try {
    userInfo();
  } catch {
    throw new StartRefusal(
      `Account number ${ownUid} has no name on this system (no line in /etc/passwd), and PostgreSQL asks for one. ` +
        'Give it a name, run as another account, or set DATABASE_URL to a PostgreSQL of yours.',
    );
  }
}

function parseAccounts(passwd: string): ServerAccount[] {
  return passwd.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    // Some systems write the number of "nobody" as -2; the kernel reads it as an unsigned number of 32 bits.
    return name && uid && gid ? [{ name, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }] : [];
  });
}
