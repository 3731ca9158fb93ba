/** The person who does something: the signed-in caller of a use case. */
export interface Actor {
  readonly accountId: string;
  readonly name: string;
}
