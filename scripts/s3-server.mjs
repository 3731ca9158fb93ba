/** Installs a server of others that speaks S3, on which the contract suite keeps the artifacts of the running product. */
import { fileURLToPath } from 'node:url';
import { makePythonEnvironment, pythonEnvironment } from './python-environment.mjs';

const NAME = 's3-server';

/** The environment with the server, and the Python that has it. */
export const s3Server = pythonEnvironment(NAME);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const pins = fileURLToPath(new URL('../test/contract/s3/server.txt', import.meta.url));
  makePythonEnvironment(NAME, pins, 'The contract suite');
}
