/** Limits of the HTTP server, stated once. */
export const HTTP_LIMITS = {
  /** Largest JSON body unless an endpoint states its own. */
  bodyBytes: 1_048_576,
  /** A connection on which nothing moves for so long is closed; a slow upload that moves is not. */
  silenceMs: 120_000,
  /** How long a client may take to send a whole request; two gibibytes over a slow line take most of it. */
  requestTimeoutMs: 4 * 3_600_000,
  /** How long a graceful stop waits for requests under way. */
  stopTimeoutMs: 10_000,
  /** Longest address. */
  urlLength: 4_096,
} as const;
