/** What the service `messages` does: writing and reading the log, changing messages, groups, lists, counts, what people save, blocks and reports, and copies of it all. */
export * from './messages-blocks.ts'
export * from './messages-change.ts'
export * from './messages-copies.ts'
export * from './messages-groups.ts'
export * from './messages-lists.ts'
export * from './messages-reports.ts'
export { changes, history, send } from './messages-log.ts'
export {
  copySaved,
  restoreSaved,
  save,
  saved,
  savedIn,
  unsave,
} from './messages-saved.ts'
