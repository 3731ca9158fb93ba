/** Work that several ask for at the same time is done once; each gets the same answer, or the same error. */
export type SharedWork<T> = (key: string, work: () => Promise<T>) => Promise<T>;

/** Remembers work while it is under way and forgets it when it has ended: what is kept longer is kept by the work itself. */
export function shareWork<T>(): SharedWork<T> {
  const underWay = new Map<string, Promise<T>>();
  return (key, work) => {
    const begun = underWay.get(key);
    if (begun) return begun;
    const own = work().finally(() => underWay.delete(key));
    underWay.set(key, own);
    return own;
  };
}
