import { StartError } from '@parley/service'
import type { BenchOptions } from '../command-line.ts'
import type { Scenario } from '../scenario.ts'
import { scenarios } from './all.ts'

/** The scenarios that were named, or all that the installation allows. @throws StartError for one that there is not */
export function chosenScenarios({ scenarios: names, target }: BenchOptions): Scenario[] {
  const isRemote = target.kind === 'url'
  if (names.length === 0) return scenarios.filter(({ needsOwn }) => !needsOwn || !isRemote)
  return names.map((name) => {
    const found = scenarios.find((scenario) => scenario.name === name)
    if (!found)
      throw new StartError(`There is no scenario ${name}: npm run bench -- --list says which there are.`)
    if (found.needsOwn && isRemote)
      throw new StartError(`${name} needs an installation that it starts itself: leave --url out.`)
    return found
  })
}
