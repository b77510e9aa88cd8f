import type { MessageState } from '../../views/model.ts'

export interface Receipt {
  readSeq: number
  deliveredSeq: number
}

const steps: readonly MessageState[] = ['sent', 'delivered', 'read']

/** How far one's own message with this seq got, by what the other person has received and read. */
export function stateBy(receipt: Receipt, seq: number): MessageState {
  if (receipt.readSeq >= seq) return 'read'
  return receipt.deliveredSeq >= seq ? 'delivered' : 'sent'
}

/** Whichever is further; what is not in the log yet is before all of them. */
export function further(one: MessageState, other: MessageState): MessageState {
  return steps.indexOf(one) >= steps.indexOf(other) ? one : other
}
