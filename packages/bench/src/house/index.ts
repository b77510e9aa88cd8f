export { startEmbedded } from './embedded.ts'
export type { House, HouseOptions } from './house.ts'
export { startReal } from './real.ts'
