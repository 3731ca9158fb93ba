import { type ConnectOpts, Socket, type SocketConstructorOpts } from 'node:net';

/** As much as Node asks the system for at a time. */
const PIECE_BYTES = 65_536;

/**
 * A socket that reads into one piece of memory, again and again. Node otherwise takes 64 KiB for every read, most of them
 * for nothing: over the rows of a million units that is a tenth of a second for each collection of garbage, and there are
 * some twenty. A reader that keeps nothing may be lent that memory; everybody else is given a copy of what came.
 */
export class LendingSocket extends Socket {
  /** Whether who listens to `data` keeps nothing of it: the bytes are valid only until the listener returns. */
  isLending = false;

  constructor() {
    const options: SocketConstructorOpts & Pick<ConnectOpts, 'onread'> = {
      onread: {
        buffer: Buffer.allocUnsafeSlow(PIECE_BYTES),
        callback: (count, memory) => {
          const bytes = Buffer.from(memory.buffer, memory.byteOffset, count);
          this.emit('data', this.isLending ? bytes : Buffer.from(bytes));
          return true;
        },
      },
    };
    super(options);
  }
}
