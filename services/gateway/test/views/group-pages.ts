import {
  aboutGroupPage,
  handOverPage,
  invitesPage,
  joinPage,
  leaveGroupPage,
  newGroupPage,
} from '../../src/views/groups/index.ts'
import type {
  GroupAboutView,
  GroupView,
  InvitesView,
  JoinView,
  MemberView,
  NewGroupView,
} from '../../src/views/groups/model.ts'
import { errorPage } from '../../src/views/index.ts'
import { type chrome, people } from './demo.ts'

const everybody = Object.values(people)
const longText = `What this demo group is for, with a word that is ${'long'.repeat(40)}.\n\nAnd a second part.`

export const group: GroupView = {
  id: 'demo1group',
  name: 'Demo reading circle',
  about: 'We read one demo book a month.\nThe next one is chosen on Friday.',
  history: 'all',
  count: 11,
  role: 'owner',
}

const members: readonly MemberView[] = [
  { person: { username: 'demo', displayName: 'Demo Viewer', online: true }, role: 'owner', isViewer: true },
  ...everybody.map((person, i) => ({
    person,
    role: i < 2 ? ('admin' as const) : ('member' as const),
    isViewer: false,
  })),
]

export const aboutGroup: GroupAboutView = {
  group,
  fields: group,
  people: [],
  errors: {},
  members,
  query: '',
  previousPage: null,
  nextPage: null,
}

export const newGroup: NewGroupView = {
  name: '',
  about: '',
  history: 'joining',
  people: [],
  errors: {},
  clientId: 'demo',
}

const url = 'https://chat.example.org/join/demo-token-of-twenty-four-/'

export const invites: InvitesView = {
  group,
  invites: [
    {
      token: 'demo-token-of-twenty-four-',
      url,
      by: people.rosa,
      until: '2026-11-24T15:30:00.000Z',
      most: 10,
      used: 3,
    },
    { token: 'demo-token-of-twenty-five-', url, by: people.unbroken, used: 1 },
    { token: 'demo-token-of-twenty-six--', url, by: undefined, most: 1, used: 0 },
  ],
  expires: '',
  uses: '',
  errors: {},
  clientId: 'demo',
}

export const joining: JoinView = {
  token: 'demo-token-of-twenty-four-',
  id: group.id,
  name: group.name,
  about: group.about,
  count: 1_000,
  by: people.rosa,
  until: '2026-11-24T15:30:00.000Z',
}

/** Pages on which groups are made and managed, by name. */
export function groupPageStates(inside: ReturnType<typeof chrome>): Record<string, string> {
  const about = (more: Partial<GroupAboutView>) => aboutGroupPage(inside, { ...aboutGroup, ...more })
  const long = { ...group, name: 'W'.repeat(100), about: longText, history: 'joining' as const, count: 1_000 }
  const picked = [...everybody.slice(0, 4), people.unbroken, { username: 'nobody_here', unknown: true }]
  const refused = { ...newGroup, name: 'W'.repeat(101), about: longText, people: picked }
  const errors = {
    name: 'A name may have up to 100 characters; this one has 1 too many.',
    people: 'There is nobody here with the username “nobody_here”.',
  }
  return {
    'group-new': newGroupPage(inside, newGroup),
    'group-new-refused': newGroupPage(inside, { ...refused, errors }),
    'group-about': about({ done: 'saved' }),
    'group-about-menu': about({}).replace('<details class="menu member-menu"', (tag) => `${tag} open`),
    'group-about-open': about({ errors, people: picked, fields: refused }),
    'group-about-admin': about({ group: { ...group, role: 'admin' } }),
    'group-about-member': about({
      group: { ...long, role: 'member' },
      members: members.toReversed(),
      previousPage: 1,
      nextPage: 3,
    }),
    'group-about-alone': about({
      group: { ...group, name: 'X', about: '', count: 1 },
      members: members.slice(0, 1),
    }),
    'group-about-none': about({ members: [], query: 'nobody at all' }),
    'group-leave': leaveGroupPage(inside, { group: { ...group, role: 'member' } }),
    'group-leave-owner': leaveGroupPage(inside, { group: long, heir: people.unbroken, problem: 'Not now.' }),
    'group-leave-alone': leaveGroupPage(inside, { group, heir: null }),
    'group-owner': handOverPage(inside, { group, person: people.rosa }),
    'group-owner-long': handOverPage(inside, { group: long, person: people.unbroken }),
    'group-invites': invitesPage(inside, { ...invites, done: 'made' }),
    'group-invites-none': invitesPage(inside, {
      ...invites,
      group: long,
      invites: [],
      errors: { form: 'A group has up to 20 invite links: end another one first.' },
    }),
    'group-join': joinPage(inside, joining),
    'group-join-long': joinPage(inside, {
      ...joining,
      name: long.name,
      about: longText,
      by: people.unbroken,
      until: undefined,
      problem: 'A group takes up to 1,000 people.',
    }),
    'group-join-ended': errorPage(inside, {
      status: 404,
      heading: 'This link lets nobody in',
      detail: 'It has ended, has let in as many as it was made for, or was never there.',
      requestId: 'demo-0001',
    }),
  }
}
