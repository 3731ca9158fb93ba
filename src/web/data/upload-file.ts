import { Problem, readProblem } from '../../platform/contract/index.ts';

/** An upload under way. */
export interface Upload {
  /** What the server answered, unread. */
  readonly done: Promise<unknown>;
  /** Stops it; `done` then fails with the code UPLOAD_STOPPED. */
  stop(): void;
}

/**
 * Sends a file as it is to an address of ours. `XMLHttpRequest` and not `fetch`, because only it tells how much has left the browser.
 * @param onProgress bytes that were sent.
 */
export function uploadFile(url: string, file: File, onProgress: (sentBytes: number) => void): Upload {
  const request = new XMLHttpRequest();
  const done = new Promise<unknown>((resolve, reject) => {
    let hasLeft = false;
    request.upload.addEventListener('progress', ({ loaded }) => onProgress(loaded));
    request.upload.addEventListener('load', () => {
      hasLeft = true;
    });
    request.addEventListener('load', () => {
      const body = parseJson(request.responseText);
      if (request.status >= 200 && request.status < 300) resolve(body);
      else reject(readProblem(body) ?? unreadable(request.status));
    });
    request.addEventListener('error', () => reject(hasLeft ? unanswered() : interrupted()));
    request.addEventListener('abort', () => reject(stopped()));
  });
  request.open('POST', url);
  request.setRequestHeader('content-type', 'application/octet-stream');
  request.setRequestHeader('accept', 'application/json');
  request.send(file);
  return { done, stop: () => request.abort() };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unreadable(status: number): Problem {
  return new Problem({
    code: 'ANSWER_UNREADABLE',
    status,
    sentence: `The server answered ${status} without saying why.`,
    remedy: 'Something between you and Throughline may refuse large files (a proxy, say). Ask whoever runs it.',
  });
}

/** Not all of the file had left the browser. */
export function interrupted(): Problem {
  return new Problem({
    code: 'SERVER_UNREACHABLE',
    status: 503,
    sentence: 'The file did not arrive: the connection broke.',
    remedy: 'Nothing of it was kept. Check your connection and bring it again.',
  });
}

/** All of the file had left the browser: the server may have it. */
function unanswered(): Problem {
  return new Problem({
    code: 'FILE_ANSWER_LOST',
    status: 503,
    sentence: 'The file was sent, but no answer came back: it may have arrived.',
    remedy: 'Look whether it is there before you bring it again.',
  });
}

function stopped(): Problem {
  return new Problem({
    code: 'UPLOAD_STOPPED',
    status: 400,
    sentence: 'You stopped the file before it had arrived.',
    remedy: 'Nothing of it was kept.',
  });
}
