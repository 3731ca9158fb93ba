/** Installs the stock OpenLineage client, which the contract suite has send lineage to the running product. */
import { fileURLToPath } from 'node:url';
import { makePythonEnvironment, pythonEnvironment } from './python-environment.mjs';

const NAME = 'openlineage-client';

/** The environment with the client, and the Python that has it. */
export const openLineageClient = pythonEnvironment(NAME);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const pins = fileURLToPath(new URL('../test/contract/openlineage/client.txt', import.meta.url));
  makePythonEnvironment(NAME, pins, 'The contract suite');
}
