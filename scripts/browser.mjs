/** Finds a Chromium for the journeys, or installs one, or says how to. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** The path of a usable browser, or `undefined`. `CHROMIUM_PATH` wins over what is found. */
export async function findBrowser() {
  const { CHROMIUM_PATH: named, PATH: path = '' } = process.env;
  if (named) return existsSync(named) ? named : undefined;
  const onPath = path.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const found = [...onPath, ...PLACES].find((file) => existsSync(file));
  if (found) return found;
  const { chromium } = await import('playwright-core');
  const own = chromium.executablePath();
  return existsSync(own) ? own : undefined;
}

/** Finds a browser or installs one: from the system's packages where we may, else by playwright's own download. */
export async function ensureBrowser(say) {
  const found = await findBrowser();
  if (found) return { kind: 'found', path: found };
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say('Installing Chromium from the system packages (once) ...');
    attempt('apt-get', ['update', '-qq']);
    attempt('apt-get', ['install', '-y', '-qq', 'chromium']);
    const installed = await findBrowser();
    if (installed) return { kind: 'found', path: installed };
  }
  say('Downloading Chromium for the journeys (once) ...');
  const cli = join(createRequire(import.meta.url).resolve('playwright-core/package.json'), '..', 'cli.js');
  attempt(process.execPath, [cli, 'install', 'chromium']);
  const downloaded = await findBrowser();
  if (downloaded) return { kind: 'found', path: downloaded };
  return {
    kind: 'missing',
    sentence:
      "The tests need a browser and none was found or could be installed. Install Chromium or Chrome with your system's package manager " +
      '(Debian: "apt-get install chromium"), or set CHROMIUM_PATH to one, and run the tests again.',
  };
}

function attempt(command, args) {
  spawnSync(command, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}
