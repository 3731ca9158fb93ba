/**
 * Installs the libraries that write and run ONNX, which the contract suite holds our reading, writing and explaining
 * against, when they are missing or their pins changed.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installEnvironment } from './python-environment.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'node_modules', '.throughline', 'onnx-libraries');

/** The environment with the libraries, and the Python that has them. */
export const onnxLibraries = {
  name: 'the ONNX libraries',
  pins: join(root, 'test', 'contract', 'onnx', 'libraries.txt'),
  folder,
  python: join(folder, 'bin', 'python'),
};

if (process.argv[1] === fileURLToPath(import.meta.url)) installEnvironment(onnxLibraries);
