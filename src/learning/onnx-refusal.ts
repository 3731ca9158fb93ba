/** Why a file is not read: a sentence for the person who brought it, with what would help. */
export interface OnnxRefused {
  readonly kind: 'refused';
  readonly reason: string;
}

/**
 * Ends the reading of a file from wherever its fault is found. It never leaves the room: `checkOnnx` and `readOnnx` turn
 * it into a value.
 */
export class OnnxFault extends Error {}

/** Runs a reading and turns a fault into a refusal; every other error goes on. */
export function refusingFaults<Result>(read: () => Result): Result | OnnxRefused {
  try {
    return read();
  } catch (error) {
    if (error instanceof OnnxFault) return { kind: 'refused', reason: error.message };
    throw error;
  }
}

/** How large what is read may be. */
export interface OnnxLimits {
  /** Bytes of the file. */
  readonly bytes: number;
  /** Steps of computation. */
  readonly nodes: number;
  /** Inputs, outputs and constants, and the names that a step lists, together. */
  readonly names: number;
  /** Numbers and texts of all constants and settings together. */
  readonly values: number;
  /** Numbers of constants that the steps read, counted once a step: bounds the work a row. */
  readonly reads: number;
  /** Numbers a row at any step. */
  readonly width: number;
}

/** Limits for files from outside: above every model that the named libraries write for tables, below what hurts. */
export const ONNX_LIMITS: OnnxLimits = {
  bytes: 200 * 1024 * 1024,
  nodes: 2_000,
  names: 20_000,
  values: 20_000_000,
  reads: 16_000_000,
  width: 65_536,
};
