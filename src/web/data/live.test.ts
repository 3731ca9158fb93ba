import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Live, openLive } from './live.ts';
import { reconnectDelay } from './reconnect-delay.ts';

/** A socket under the test's hand: what the page sends is kept, what the server would do is called. */
class HeldSocket extends EventTarget {
  readyState: number = WebSocket.CONNECTING;
  readonly sent: string[] = [];
  send(text: string) {
    this.sent.push(text);
  }
  close() {
    this.end(1_000);
  }
  open() {
    this.readyState = WebSocket.OPEN;
    this.dispatchEvent(new Event('open'));
  }
  tell(changed: readonly string[]) {
    this.dispatchEvent(Object.assign(new Event('message'), { data: JSON.stringify({ changed }) }));
  }
  end(code: number) {
    this.readyState = WebSocket.CLOSED;
    this.dispatchEvent(Object.assign(new Event('close'), { code }));
  }
}

let sockets: HeldSocket[];
let live: Live;
const onSignedOut = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', { CONNECTING: 0, OPEN: 1, CLOSED: 3 });
  sockets = [];
  onSignedOut.mockClear();
  live = openLive({
    onSignedOut,
    connect: () => {
      const socket = new HeldSocket();
      sockets.push(socket);
      // The test plays the part of the socket that the connection uses and no more.
      return socket as unknown as WebSocket;
    },
  });
});

afterEach(() => {
  live.close();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it('one socket carries every topic, and a change is told to those who watch it only', () => {
  const [churn, accounts] = [vi.fn(), vi.fn()];
  live.watch('initiative:churn', churn);
  live.watch('accounts', accounts);
  sockets[0]?.open();
  expect(sockets).toHaveLength(1);
  expect(sockets[0]?.sent).toEqual(['{"watch":["initiative:churn","accounts"]}']);
  sockets[0]?.tell(['accounts', 'unknown']);
  expect(churn).not.toHaveBeenCalled();
  expect(accounts).toHaveBeenCalledOnce();
});

it('a connection that was slow to come reads again what may have changed meanwhile, a quick one does not', () => {
  const onChange = vi.fn();
  live.watch('accounts', onChange);
  vi.advanceTimersByTime(1_500);
  sockets[0]?.open();
  expect(onChange).toHaveBeenCalledOnce();
  live.close();
  const quick = new HeldSocket();
  live = openLive({ connect: () => quick as unknown as WebSocket });
  live.watch('accounts', onChange);
  quick.open();
  expect(onChange).toHaveBeenCalledOnce();
});

it('what nobody watches any more is not asked for', () => {
  const stop = live.watch('initiative:churn', () => {});
  const again = live.watch('initiative:churn', () => {});
  sockets[0]?.open();
  stop();
  expect(sockets[0]?.sent).toHaveLength(1);
  again();
  expect(sockets[0]?.sent.at(-1)).toBe('{"watch":[]}');
});

it('after a gap the connection comes back by itself and everything watched is read again', () => {
  const onChange = vi.fn();
  live.watch('accounts', onChange);
  sockets[0]?.open();
  sockets[0]?.end(1_006);
  expect(live.state()).toBe('lost');
  vi.advanceTimersByTime(1_000);
  sockets[1]?.open();
  expect(live.state()).toBe('connected');
  expect(onChange).toHaveBeenCalledOnce();
});

it('a connection that the server ended because nobody is signed in is not opened again', () => {
  live.watch('accounts', () => {});
  sockets[0]?.open();
  sockets[0]?.end(4_401);
  vi.advanceTimersByTime(60_000);
  expect(onSignedOut).toHaveBeenCalledOnce();
  expect(sockets).toHaveLength(1);
});

it('a socket that may be dead without knowing it is opened anew, and what it still says is not heard', () => {
  const onChange = vi.fn();
  live.watch('accounts', onChange);
  sockets[0]?.open();
  live.renew();
  expect(sockets).toHaveLength(2);
  sockets[0]?.tell(['accounts']);
  expect(onChange).not.toHaveBeenCalled();
  sockets[1]?.open();
  expect(onChange).toHaveBeenCalledOnce();
  expect(live.state()).toBe('connected');
});

it('after signing in again, what was watched is watched again', () => {
  live.watch('accounts', () => {});
  sockets[0]?.open();
  sockets[0]?.end(4_401);
  live.renew();
  sockets[1]?.open();
  expect(sockets[1]?.sent).toEqual(['{"watch":["accounts"]}']);
});

it('attempts come ever more seldom, at most half a minute apart', () => {
  expect([0, 1, 2, 20].map((attempt) => reconnectDelay(attempt, 0))).toEqual([1_000, 2_000, 4_000, 30_000]);
  expect(reconnectDelay(0, 0.999)).toBeGreaterThanOrEqual(500);
});
