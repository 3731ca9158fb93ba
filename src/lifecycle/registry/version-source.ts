/** Where the files of a version are said to be. */
export type VersionSource =
  /** Files that this installation keeps, below the path. */
  | { readonly kind: 'stored'; readonly path: string }
  /** A folder of a run, or the model of that name that the run logged. */
  | { readonly kind: 'run'; readonly runId: string; readonly path: string }
  | { readonly kind: 'logged-model'; readonly modelId: string }
  | { readonly kind: 'version'; readonly name: string; readonly version: number }
  /** Files elsewhere: kept as words, never opened by the server. */
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'refused' };

/**
 * Reads the source of a version. Paths of the server's own disk are refused: they would let a program make the server
 * hand out any file; so is whatever climbs upwards.
 */
export function readVersionSource(source: string): VersionSource {
  if (climbs(source)) return { kind: 'refused' };
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(source) ?? [];
  switch (scheme.toLowerCase()) {
    case '':
    case 'file':
      return { kind: 'refused' };
    case 'models':
      return modelSource(rest);
    case 'runs': {
      const [runId = '', ...path] = rest.replace(/^\/+|\/+$/g, '').split('/');
      return runId === '' ? { kind: 'refused' } : { kind: 'run', runId, path: path.join('/') };
    }
    case 'mlflow-artifacts': {
      const path = rest.replace(/^\/\/[^/]*/, '').replace(/^\/+|\/+$/g, '');
      return path === '' ? { kind: 'refused' } : { kind: 'stored', path };
    }
    default:
      // A single letter is a drive of Windows.
      return scheme.length === 1 ? { kind: 'refused' } : { kind: 'elsewhere' };
  }
}

function modelSource(rest: string): VersionSource {
  const [first = '', second = '', ...more] = rest.replace(/^\/+|\/+$/g, '').split('/');
  if (/^m-[0-9a-f]{32}$/.test(first) && second === '') return { kind: 'logged-model', modelId: first };
  if (!/^\d{1,9}$/.test(second) || more.length > 0 || first === '') return { kind: 'refused' };
  return { kind: 'version', name: decodeName(first), version: Number(second) };
}

function climbs(source: string): boolean {
  let layer = source;
  for (let times = 0; times < 5; times += 1) {
    if (/(^|[/\\])\.\.([/\\]|$)/.test(layer) || layer.includes('\\') || (/[?&]/.test(layer) && layer.includes('..')))
      return true;
    const next = decodeName(layer);
    if (next === layer) return false;
    layer = next;
  }
  return true;
}

function decodeName(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The path in the store of artifacts that a URI means; `null` when the files lie elsewhere. */
export function pathOfStored(uri: string): string | null {
  const source = readVersionSource(uri);
  return source.kind === 'stored' ? source.path : null;
}
