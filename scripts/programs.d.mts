export declare const PROGRAMS: Readonly<Record<string, string>>;
export declare function buildPrograms(folder: string, programs?: Readonly<Record<string, string>>): Promise<void>;
export declare function buildTableProgram(outfile: string): Promise<void>;
