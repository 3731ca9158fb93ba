/** Installs the libraries that write, run and explain ONNX models, which the contract suite holds ours against. */
import { fileURLToPath } from 'node:url';
import { makePythonEnvironment, pythonEnvironment } from './python-environment.mjs';

const NAME = 'onnx-libraries';

/** The environment with the libraries, and the Python that has them. */
export const onnxLibraries = pythonEnvironment(NAME);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const pins = fileURLToPath(new URL('../test/contract/onnx/libraries.txt', import.meta.url));
  makePythonEnvironment(NAME, pins, 'The contract suite');
}
