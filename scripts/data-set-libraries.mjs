/** Installs the libraries that read descriptions and contracts of data sets, which the contract suite holds ours against. */
import { fileURLToPath } from 'node:url';
import { makePythonEnvironment, pythonEnvironment } from './python-environment.mjs';

const NAME = 'data-set-libraries';

/** The environment with the libraries, and the Python that has them. */
export const dataSetLibraries = pythonEnvironment(NAME);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const pins = fileURLToPath(new URL('../test/contract/data-sets/libraries.txt', import.meta.url));
  makePythonEnvironment(NAME, pins, 'The contract suite');
}
