/** A table that cannot be worked with, for a reason that its sender can mend; the message is a sentence for them. */
export class TableRefusal extends Error {
  override readonly name = 'TableRefusal';
}
