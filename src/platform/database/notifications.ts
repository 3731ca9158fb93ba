import pg from 'pg';
import type { ConnectionSettings } from './database-address.ts';

/** What a subscriber of a channel is told. */
export type Subscriber = {
  onMessage(payload: string): void;
  /** The connection was lost and is back: messages in between are lost, so that state must be read again. */
  onGap?(): void;
};

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;

/** `LISTEN` on one dedicated connection, which is opened with the first subscriber and reconnects by itself. */
export class Notifications {
  readonly #settings: ConnectionSettings;
  readonly #channels = new Map<string, Set<Subscriber>>();
  #connection: Promise<pg.Client> | undefined;
  #retryTimer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(settings: ConnectionSettings) {
    this.#settings = settings;
  }

  /** Resolves when the channel is listened to; the result ends the subscription. */
  async subscribe(channel: string, subscriber: Subscriber): Promise<() => Promise<void>> {
    if (this.#isClosed) throw new Error('The database is closed.');
    const subscribers = this.#channels.get(channel) ?? new Set();
    this.#channels.set(channel, subscribers.add(subscriber));
    try {
      this.#connection ??= this.#connect();
      const client = await this.#connection;
      // Listening twice is harmless, and the first subscriber's statement may still be under way.
      await client.query(`listen ${client.escapeIdentifier(channel)}`);
    } catch (error) {
      subscribers.delete(subscriber);
      // While a reconnection is under way it replaces the connection; otherwise the next subscriber tries anew.
      if (!this.#retryTimer) this.#connection = undefined;
      throw error;
    }
    return () => this.#unsubscribe(channel, subscriber);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#retryTimer);
    const client = await this.#connection?.catch(() => undefined);
    await client?.end();
  }

  async #unsubscribe(channel: string, subscriber: Subscriber): Promise<void> {
    const subscribers = this.#channels.get(channel);
    if (!subscribers?.delete(subscriber) || subscribers.size > 0) return;
    this.#channels.delete(channel);
    if (this.#isClosed) return;
    const client = await this.#connection?.catch(() => undefined);
    await client?.query(`unlisten ${client.escapeIdentifier(channel)}`);
  }

  async #connect(): Promise<pg.Client> {
    // Without keep-alive, a connection that a firewall dropped in silence would look quiet for ever.
    const client = new pg.Client({ ...this.#settings, keepAlive: true, application_name: 'throughline notifications' });
    client.on('error', () => undefined);
    client.on('notification', ({ channel, payload }) => {
      for (const subscriber of this.#channels.get(channel) ?? []) subscriber.onMessage(payload ?? '');
    });
    await client.connect();
    client.on('end', () => this.#reconnectAfter(FIRST_RETRY_MS));
    for (const channel of this.#channels.keys()) await client.query(`listen ${client.escapeIdentifier(channel)}`);
    return client;
  }

  #reconnectAfter(delayMs: number): void {
    if (this.#isClosed) return;
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => {
      const connection = this.#connect();
      this.#connection = connection;
      connection.then(
        () => {
          this.#retryTimer = undefined;
          this.#announceGap();
        },
        () => this.#reconnectAfter(Math.min(delayMs * 2, LONGEST_RETRY_MS)),
      );
    }, delayMs);
    this.#retryTimer.unref();
  }

  #announceGap(): void {
    for (const subscribers of this.#channels.values()) for (const subscriber of subscribers) subscriber.onGap?.();
  }
}
