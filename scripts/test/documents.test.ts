import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import { root } from './deploy/compose-file.ts'

const documents = globSync(['*.md', 'docs/*.md'], { cwd: root }).sort()
const textOf = (document: string) => readFileSync(join(root, document), 'utf8')

/** As a code host makes them of headings. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-')

for (const document of documents) {
  t.test(`${document} leads only to what is there`, async (t) => {
    for (const [, link = ''] of textOf(document).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(link)) continue
      const [path = '', anchor] = link.split('#')
      const target = path === '' ? document : join(dirname(document), path)
      t.ok(existsSync(join(root, target)), link)
      if (anchor === undefined) continue
      const headings = [...textOf(target).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
        anchorOf(heading),
      )
      t.ok(headings.includes(anchor), link)
    }
  })

  t.test(`${document} names only commands and files that are there`, async (t) => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> }
    for (const [, command = ''] of textOf(document).matchAll(/npm run ([a-z-]+)/g))
      t.ok(command in scripts, command)
    for (const [, path = ''] of textOf(document).matchAll(
      /`(?:node )?((?:services|packages|scripts|deploy|docs)\/[\w./-]+?)\/?(?:[ `])/g,
    )) {
      // What a reader is to write is not there yet.
      if (!path.includes('bookmark')) t.ok(existsSync(join(root, path)), path)
    }
  })
}

t.test('README names every command', async (t) => {
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> }
  for (const [command, run] of Object.entries(scripts)) {
    if (!existsSync(join(root, run.split(' ').at(-1) ?? ''))) continue
    t.match(
      textOf('README.md'),
      ['start', 'test'].includes(command) ? `npm ${command}` : `npm run ${command}`,
    )
  }
})
