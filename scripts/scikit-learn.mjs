/** Installs scikit-learn, beside which `npm run bench:learning` measures our trainer. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makePythonEnvironment } from './python-environment.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
makePythonEnvironment('scikit-learn', join(root, 'test', 'learning', 'scikit-learn.txt'), 'The comparison of trainers');
