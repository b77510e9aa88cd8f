export { fuzz } from './fuzz.ts'
export { type Options, readOptions, usage } from './options.ts'
export { type Report, reportLines } from './report.ts'
