import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** What the operating system says about a process. `startedAt` is opaque: it only tells two processes of one pid apart. */
export type RunningProcess = { command: string; startedAt: string; isZombie: boolean };

/** The process with this pid, or undefined when there is none that this account can see. */
export async function findProcess(pid: number): Promise<RunningProcess | undefined> {
  return process.platform === 'linux' ? findInProc(pid) : findWithPs(pid);
}

/** Whether the pid still runs code: a zombie only waits for its parent and holds no file. */
export async function isRunning(pid: number): Promise<boolean> {
  const found = await findProcess(pid);
  return found !== undefined && !found.isZombie;
}

async function findInProc(pid: number): Promise<RunningProcess | undefined> {
  try {
    const [stat, command] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/cmdline`, 'utf8'),
    ]);
    // The second field is the program's name in brackets and may itself hold spaces and brackets, so counting starts
    // after the last one: the state comes first and the start time, in clock ticks since boot, is the twentieth.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return {
      command: command.replaceAll('\0', ' ').trim(),
      startedAt: fields[19] ?? '',
      isZombie: fields[0] === 'Z' || fields[0] === 'X',
    };
  } catch {
    return undefined;
  }
}

async function findWithPs(pid: number): Promise<RunningProcess | undefined> {
  try {
    const columns = ['-o', 'stat=', '-o', 'lstart=', '-o', 'command='];
    const { stdout } = await promisify(execFile)('ps', ['-ww', '-p', String(pid), ...columns], {
      env: { PATH: process.env.PATH ?? '/bin:/usr/bin', LC_ALL: 'C' },
    });
    const match = /^(\S+)\s+(\S+\s+\S+\s+\d+\s+[\d:]+\s+\d+)\s+(.*)$/.exec(stdout.trim());
    if (!match) return undefined;
    const [, state = '', startedAt = '', command = ''] = match;
    return { command, startedAt, isZombie: state.startsWith('Z') };
  } catch {
    return undefined;
  }
}
