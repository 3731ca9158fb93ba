import { describe, expect, it } from 'vitest';
import { isPublicAddress } from './public-address.ts';

describe('a public address', () => {
  it.each(['1.1.1.1', '93.184.215.14', '172.32.0.1', '2606:4700:4700::1111', '2a00:1450:4001:81b::200e'])(
    '%s is one',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  it.each([
    ['127.0.0.1', 'this machine'],
    ['0.0.0.0', 'this machine'],
    ['10.1.2.3', 'a private network'],
    ['172.31.255.255', 'a private network'],
    ['192.168.1.1', 'a private network'],
    ['169.254.169.254', 'the metadata of a cloud machine'],
    ['100.64.0.1', 'a network of a provider'],
    ['224.0.0.1', 'many at once'],
    ['255.255.255.255', 'many at once'],
    ['::1', 'this machine'],
    ['::', 'this machine'],
    ['fe80::1', 'link-local'],
    ['fe80::1%eth0', 'link-local with a zone'],
    ['fd00::1', 'a private network'],
    ['::ffff:127.0.0.1', 'this machine inside IPv6'],
    ['::ffff:7f00:1', 'this machine inside IPv6'],
    ['64:ff9b::7f00:1', 'this machine behind a translator'],
    ['2002:7f00:1::', 'this machine inside 6to4'],
    ['2001:0:7f00:1::', 'inside Teredo'],
    ['not an address', 'no address'],
    ['', 'no address'],
  ])('%s is not: %s', (address) => expect(isPublicAddress(address)).toBe(false));
});
