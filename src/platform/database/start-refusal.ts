/**
 * The program cannot start, and the person who started it can do something about it.
 * `message` is one complete text for that person: what is wrong, where, and what to do. The command line prints only it.
 */
export class StartRefusal extends Error {
  override readonly name = 'StartRefusal';
}
