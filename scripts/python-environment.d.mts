/** Where the environment of a name is, and its Python. */
export function pythonEnvironment(name: string): { folder: string; python: string };
/** Makes the environment of a name with the packages that the file of pins lists. */
export function makePythonEnvironment(name: string, pins: string, purpose: string): void;
