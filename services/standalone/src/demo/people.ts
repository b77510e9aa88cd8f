/** Demo data: nobody of these exists. */
export const demoPeople = [
  { username: 'demo_ada', displayName: 'Ada (demo)' },
  { username: 'demo_boris', displayName: 'Борис (demo)' },
  { username: 'demo_chen', displayName: '陈晨 (demo)' },
  { username: 'demo_dalia', displayName: 'داليا (demo)' },
  { username: 'demo_eleni', displayName: 'Ελένη (demo)' },
  { username: 'demo_farah', displayName: 'Farah with a remarkably long display name (demo)' },
] as const

export type DemoUsername = (typeof demoPeople)[number]['username']
