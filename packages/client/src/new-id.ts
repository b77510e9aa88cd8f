import { v7 } from 'uuid'

/**
 * A client id that no other one is equal to. Ids in the order of time stand beside each other in a store's index, so
 * that keeping them unique costs a page for many messages instead of one for each.
 */
export function newId(): string {
  return v7()
}
