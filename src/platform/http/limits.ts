/** Limits of the HTTP server, stated once. */
export const HTTP_LIMITS = {
  /** Largest JSON body unless an endpoint states its own. */
  bodyBytes: 1_048_576,
  /** How long a client may take to send its headers and body. */
  requestTimeoutMs: 120_000,
  /** How long a graceful stop waits for requests under way. */
  stopTimeoutMs: 10_000,
  /** Longest address. */
  urlLength: 4_096,
} as const;
