/** The source of `src/learning/histogram-kernel.ts` as the compiler makes it now. */
export function compiledKernel(): Promise<string>;
