/** The name of the file in which every client keeps the spans of a trace. */
const SPANS_FILE = 'traces.json';

/** Where files of spans lie below their experiment, with the id of the trace. */
const SPANS_PATH = /(?:^|\/)traces\/([\w-]{1,64})\/artifacts\/traces\.json$/;

/** The id of the trace whose spans a file at this path may be, or `null`. Which trace it is of its experiment decides. */
export function traceIdAt(path: string): string | null {
  return SPANS_PATH.exec(path)?.[1] ?? null;
}

/** Where the file of the spans of a trace is, as a URI. It follows from the experiment: the tag that tells the client may be changed. */
export function spansUri(artifactLocation: string, traceId: string): string {
  return `${artifactLocation}/traces/${traceId}/artifacts/${SPANS_FILE}`;
}
