import { isDeepStrictEqual } from 'node:util'
import type { GroupState } from '../../src/groups/group-state.ts'
import { groupAfter } from '../../src/groups/group-state.ts'
import { sightOf } from '../../src/groups/sight.ts'
import { storedGroup } from '../../src/groups/stored-group.ts'
import type { Sent } from './client.ts'
import type { Random } from './random.ts'
import type { World } from './world.ts'

export const team = 'g_team'

/** Ann makes the team, and lets cat in and out between what she says; all three talk, cat as far as she may. */
export function teamOf(random: Random): Sent[][] {
  const made =
    (by: string) =>
    (sent: Omit<Sent, 'by' | 'clientId'>, i: number): Sent => ({
      by,
      clientId: `${by}${i}`,
      ...sent,
    })
  const talk = (by: string) =>
    Array.from({ length: 2 + random.below(4) }, (_, i) => ({ text: `${by} says ${i}` }))
  const members = (intent: NonNullable<Sent['intent']>) => ({ kind: 'members', intent }) as const
  const anns: Omit<Sent, 'by' | 'clientId'>[] = [
    members({ type: 'create', name: 'Team', about: '', history: 'joining', users: ['bob', 'cat'] }),
  ]
  for (let times = random.below(3); times > 0; times--)
    anns.push(
      { text: 'with cat' },
      members({ type: 'remove', user: 'cat' }),
      { text: 'without cat' },
      members({ type: 'add', users: ['cat'] }),
    )
  return [anns.map(made('ann')), talk('bob').map(made('bob')), talk('cat').map(made('cat'))]
}

/** What must hold of the team when a world has calmed down: each broken promise as a sentence. */
export async function brokenTeam({ store, shown }: World): Promise<string[]> {
  const broken: string[] = []
  let state: GroupState | undefined
  const entries = await store.changes(team, 0, 10_000)
  for (const entry of entries) {
    const { seq, by, kind } = entry
    if (seq > 1 && !state?.members.has(by)) broken.push(`${by} is no member at ${seq}`)
    if (kind === 'members') state = groupAfter(state, entry)
    const record = await store.bySeq(team, seq)
    if (record?.g !== state?.seq) broken.push(`the team is as of ${record?.g} at ${seq}, not ${state?.seq}`)
  }
  if (!state) return ['there is no team']
  const stored = await store.group(team)
  if (!stored || !isDeepStrictEqual(storedGroup(stored), storedGroup(state)))
    broken.push('the team is stored otherwise')
  for (const [user, { spans, since }] of state.members) {
    const sight = sightOf(spans)
    for (const { seq } of entries)
      if (shown.get(user)?.has(`${team} ${seq}`) && !sight.seesEntry({ seq }))
        broken.push(`${user} was shown ${seq}`)
    const pointer = (await store.find([team], user)).get(team)?.pointers[0]
    if ((pointer?.readSeq ?? 0) < since.seq) broken.push(`${user} begins before ${since.seq}`)
  }
  return broken
}
