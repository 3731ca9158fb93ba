import { lookup } from 'node:dns';
import { isIP } from 'node:net';
import { isPublicAddress } from './public-address.ts';

/** Hosts of the own network that may be reached all the same, as `name` or `name:port`, in lower case. */
export type TrustedHosts = readonly string[];

/** Where a name leads, or why it is not gone to. */
export type JudgedHost =
  | { readonly kind: 'reachable'; readonly address: string }
  | { readonly kind: 'refused'; readonly why: string };

/** Whether whoever runs the installation named this host, with any port or with this one. */
export function isTrustedHost(host: string, port: number | string, trusted: TrustedHosts): boolean {
  const name = host.toLowerCase();
  return trusted.includes(name) || trusted.includes(`${name}:${port}`);
}

/**
 * Resolves a host once and judges every address that it has; the connection then goes to the address that was judged, so
 * that the name cannot change its mind in between. A trusted host is resolved and not judged.
 */
export function judgeHost(host: string, port: number, trusted: TrustedHosts): Promise<JudgedHost> {
  const isTrusted = isTrustedHost(host, port, trusted);
  return new Promise((resolve) => {
    lookup(host, { all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error || !first) return resolve({ kind: 'refused', why: 'The name of the host was not found.' });
      if (!isTrusted && !addresses.every(({ address }) => isPublicAddress(address))) {
        return resolve({ kind: 'refused', why: 'The host is not on the public internet.' });
      }
      resolve({ kind: 'reachable', address: first.address });
    });
  });
}

/** Why a host is never tried, as far as its spelling says so; `null` when it may be. */
export function refuseHost(host: string, port: number, trusted: TrustedHosts): string | null {
  // A path would be the folder of a Unix socket: a way around the network to databases of this machine.
  if (!/^[a-z\d]([a-z\d._-]*[a-z\d])?$/i.test(host) && isIP(host) === 0) return 'It is not the name of a host.';
  if (isTrustedHost(host, port, trusted)) return null;
  if (isIP(host) !== 0 && !isPublicAddress(host)) return 'The host is not on the public internet.';
  return /(^|\.)localhost$/i.test(host) ? 'The host is this machine itself.' : null;
}
