import { z } from 'zod';

/**
 * How a connection is encrypted: `verified` also proves that the other side is the named host; `encrypted` does not, and
 * `none` sends everything in the clear. Only hosts that whoever runs the installation named may do without proof.
 */
export const ENCRYPTIONS = ['verified', 'encrypted', 'none'] as const;

/** How a connection is encrypted. */
export type Encryption = (typeof ENCRYPTIONS)[number];

/** How a connection is encrypted, as it is sent. */
export const encryptionSchema = z.enum(ENCRYPTIONS);
