import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** A certificate with its key, both as PEM. */
export interface Certified {
  readonly certificate: string;
  readonly key: string;
}

/** An authority that vouches for names of hosts. */
export interface Authority {
  readonly certificate: string;
  /** A certificate of this authority for a host; by default it holds for a day. */
  certify(host: string, until?: Date): Certified;
}

const DAY_MS = 86_400_000;
const oid = (...bytes: readonly number[]): Buffer => tlv(0x06, Buffer.from(bytes));
const ECDSA_WITH_SHA256 = () => sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
const COMMON_NAME = () => oid(0x55, 0x04, 0x03);
const BASIC_CONSTRAINTS = () => oid(0x55, 0x1d, 0x13);
const SUBJECT_ALT_NAME = () => oid(0x55, 0x1d, 0x11);
const YES = Buffer.from([0x01, 0x01, 0xff]);

/** Makes an authority of its own. Node signs but writes no certificates, and openssl is not on every machine. */
export function anAuthority(name: string): Authority {
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issued = (subject: string, publicKey: KeyObject, extension: Buffer, until: Date): string =>
    certificateOf({ issuer: name, subject, publicKey, extension, until }, own.privateKey);
  const tomorrow = new Date(Date.now() + DAY_MS);
  const isAuthority = sequence(BASIC_CONSTRAINTS(), YES, tlv(0x04, sequence(YES)));
  return {
    certificate: issued(name, own.publicKey, isAuthority, tomorrow),
    certify: (host, until = tomorrow) => {
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const names = sequence(SUBJECT_ALT_NAME(), tlv(0x04, sequence(nameOfHost(host))));
      return {
        certificate: issued(host, publicKey, names, until),
        key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      };
    },
  };
}

interface Content {
  readonly issuer: string;
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly extension: Buffer;
  readonly until: Date;
}

/** A certificate of version 3 (RFC 5280, section 4.1) as PEM. */
function certificateOf({ issuer, subject, publicKey, extension, until }: Content, signer: KeyObject): string {
  const content = sequence(
    tlv(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ECDSA_WITH_SHA256(),
    nameOf(issuer),
    sequence(moment(new Date(until.getTime() - 3 * DAY_MS)), moment(until)),
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, sequence(extension)),
  );
  const signature = tlv(0x03, Buffer.from([0]), sign('sha256', content, signer));
  const lines =
    sequence(content, ECDSA_WITH_SHA256(), signature)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

/** An address of four numbers, or a name. */
function nameOfHost(host: string): Buffer {
  const numbers = host.split('.').map(Number);
  return numbers.length === 4 && numbers.every(Number.isInteger)
    ? tlv(0x87, Buffer.from(numbers))
    : tlv(0x82, Buffer.from(host));
}

const nameOf = (name: string): Buffer => sequence(tlv(0x31, sequence(COMMON_NAME(), tlv(0x0c, Buffer.from(name)))));
const integer = (bytes: Buffer): Buffer => tlv(0x02, bytes);
const sequence = (...parts: readonly Buffer[]): Buffer => tlv(0x30, ...parts);

/** A moment as `YYMMDDHHMMSSZ`. */
function moment(at: Date): Buffer {
  return tlv(0x17, Buffer.from(`${at.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));
}

/** One value of DER: its tag, its length and its content. */
function tlv(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
}
