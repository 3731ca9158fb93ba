import { describe, expect, it } from 'vitest';
import { containsCode } from './executable-files.ts';

const MLMODEL = `flavors:
  python_function:
    loader_module: mlflow.sklearn
    code: null
  sklearn:
    pickled_model: estimator.bin
    code: code
`;

describe('a file contains executable code', () => {
  it.each(['model.pkl', 'a/b/model.PKL', 'x.joblib', 'net.pt', 'loader.py', 'lib.so'])('by its ending: %s', (path) =>
    expect(containsCode(path, '')).toBe(true),
  );
  it.each(['estimator.bin', 'model/estimator.bin', 'model/code/mine/anything.txt'])(
    'when the description of the model says so: %s',
    (path) => expect(containsCode(path, MLMODEL)).toBe(true),
  );
  it.each(['MLmodel', 'model.onnx', 'conda.yaml', 'data.csv', 'plot.png', 'null'])('not otherwise: %s', (path) =>
    expect(containsCode(path, MLMODEL)).toBe(false),
  );
});
