import { HocuspocusProvider } from '@hocuspocus/provider';

/**
 * A provider that sends no change before it is in step with the server. A change that is made without a connection, or
 * while one begins, depends on others that the server does not have yet; the exchange at the beginning brings them all
 * together and in order.
 */
export class PatientProvider extends HocuspocusProvider {
  override documentUpdateHandler(update: Uint8Array, origin: unknown): void {
    if (this.synced || origin === this) {
      super.documentUpdateHandler(update, origin);
      return;
    }
    // The exchange counts as one change that is not stored yet, however many it brings.
    if (!this.hasUnsyncedChanges) this.incrementUnsyncedChanges();
  }
}
