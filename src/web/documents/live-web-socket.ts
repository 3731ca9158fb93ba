import type { Live } from '../data/live.ts';

/**
 * A WebSocket as the sync client knows one, which is in truth a part in the page's one connection: a page has one socket,
 * however many documents it has open.
 */
export function liveWebSocket(live: Live): typeof EventTarget {
  return class LiveWebSocket extends EventTarget {
    binaryType = 'arraybuffer';
    readyState = CONNECTING;
    readonly #part = live.attach({
      onOpen: () => {
        if (this.readyState !== CONNECTING) return;
        this.readyState = OPEN;
        this.dispatchEvent(new Event('open'));
      },
      onBytes: (data) => {
        if (this.readyState === OPEN) this.dispatchEvent(Object.assign(new Event('message'), { data }));
      },
      // While it waits for its first opening, the page's connection itself tries again and again.
      onClose: (code) => this.readyState === OPEN && this.#end(code),
    });

    send(bytes: Uint8Array<ArrayBuffer>): void {
      this.#part.send(bytes);
    }

    close(): void {
      this.#end(1_000);
    }

    #end(code: number): void {
      if (this.readyState === CLOSED) return;
      this.readyState = CLOSED;
      this.#part.detach();
      this.dispatchEvent(Object.assign(new Event('close'), { code, reason: '' }));
    }
  };
}

const CONNECTING: number = 0;
const OPEN: number = 1;
const CLOSED: number = 3;
