/** Under which keys this window keeps what somebody writes about an idea. */
export function keysOf(ideaId: string) {
  const keyOf = (what: string) => `idea ${ideaId} ${what}`;
  return { merge: keyOf('merge'), decline: keyOf('decline'), reopen: keyOf('reopen'), answers: keyOf('answers') };
}
