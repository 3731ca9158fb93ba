import { ARTIFACT_LIMITS } from './artifact-limits.ts';

/** How often a path is decoded to find what hides behind several layers of percent signs. */
const MOST_DECODINGS = 8;

/** Control characters, and the invisible marks that turn the direction of writing and make one name look like another. */
const INVISIBLE = /[\p{Cc}\u202A-\u202E\u2066-\u2069\u200E\u200F\uFEFF]|\p{Surrogate}/u;

/**
 * Checks the path of an artifact, already decoded once as an address is. What is refused: absolute paths, drive letters,
 * backslashes, `#`, empty, `.` and `..` segments, control characters and bidirectional marks, also when they hide behind
 * further percent-encoding or characters that look like dots and slashes.
 * @returns the path as it is stored, or `null` when it is refused.
 */
export function checkArtifactPath(decoded: string): string | null {
  if (Buffer.byteLength(decoded) > ARTIFACT_LIMITS.pathBytes) return null;
  let layer = decoded;
  for (let times = 0; times < MOST_DECODINGS; times += 1) {
    if (!isHarmless(layer)) return null;
    const next = decodeOnce(layer);
    if (next === null || next === layer) return decoded;
    layer = next;
  }
  return null;
}

function isHarmless(path: string): boolean {
  if (INVISIBLE.test(path)) return false;
  // The compatibility form writes a full-width dot or slash as the plain one, as some file systems and proxies do.
  return [path, path.normalize('NFKC')].every((form) => {
    if (/[\\#]/.test(form) || /^[A-Za-z]:/.test(form)) return false;
    const segments = form.split('/');
    return (
      segments.length <= ARTIFACT_LIMITS.pathDepth && segments.every((name) => !['', '.', '..'].includes(name.trim()))
    );
  });
}

/** The text with its percent signs decoded, or `null` where they are no encoding: then the percent sign means itself. */
function decodeOnce(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** The folders above a path, from the outermost: `a/b/c` has `a` and `a/b`. */
export function foldersAbove(path: string): readonly string[] {
  const segments = path.split('/');
  return segments.slice(1).map((_, at) => segments.slice(0, at + 1).join('/'));
}
