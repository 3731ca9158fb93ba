/** Endings of files whose usual reader runs code that the file contains. */
const ENDINGS = new Set([
  'pkl',
  'pickle',
  'joblib',
  'dill',
  'cloudpickle',
  'pt',
  'pth',
  'ckpt',
  'h5',
  'keras',
  'rds',
  'rdata',
  'py',
  'jar',
  'so',
  'dll',
  'exe',
  'whl',
]);

/** Keys of an `MLmodel` file that name a pickled file or code, whatever its ending is. */
const NAMING_KEYS =
  /^\s*(?:pickled_model|python_model|model_code_path|artifact_path_pickle|code):\s*['"]?([^'"\n#]+)/gm;

/**
 * Whether opening a file with the library that wrote it would run code from it. Judged by names alone: such files are
 * kept as opaque bytes and never opened here.
 * @param mlmodel the text of the `MLmodel` file beside it, or an empty text.
 */
export function containsCode(path: string, mlmodel: string): boolean {
  const name = path.split('/').at(-1)?.toLowerCase() ?? '';
  if (ENDINGS.has(name.split('.').at(-1) ?? '')) return true;
  return [...mlmodel.matchAll(NAMING_KEYS)].some(([, named = '']) => {
    const wanted = named.trim().replace(/\/+$/, '');
    return wanted !== 'null' && (path === wanted || path.endsWith(`/${wanted}`) || path.includes(`${wanted}/`));
  });
}
