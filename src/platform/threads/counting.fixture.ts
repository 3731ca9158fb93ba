import { z } from 'zod';
import type { ThreadProgram } from './thread-program.ts';

const input = z.object({
  until: z.number(),
  ending: z.enum(['answer', 'loop', 'throw', 'fill-memory', 'exit', 'answer-wrongly']),
});

/** A program of the tests: counts, tells each number, and then ends as it is told to. */
export const COUNTING: ThreadProgram<z.infer<typeof input>, number, { values: Float32Array; secret: string | null }> = {
  name: 'counting',
  input,
  progress: z.number(),
  output: z.object({ values: z.instanceof(Float32Array), secret: z.string().nullable() }),
};
