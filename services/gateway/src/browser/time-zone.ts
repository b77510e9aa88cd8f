import { allWithin } from './elements.ts'
import { timeZone } from './local-times.ts'

/** Where the form asks for something of "today", it is that of who fills it in. */
export function tellTimeZone(document: Document): void {
  for (const field of allWithin(document, 'input[name="time_zone"]', HTMLInputElement)) field.value = timeZone
}
