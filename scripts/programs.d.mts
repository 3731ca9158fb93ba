export declare const PROGRAMS: Readonly<Record<string, string>>;
export declare function buildPrograms(folder: string, programs?: Readonly<Record<string, string>>): Promise<void>;

/** What of the engine for tables stays outside of a bundle: its native part, or all of it where it is not installed. */
export function tableEngineOutside(): string[];
