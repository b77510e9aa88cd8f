import t from 'tap'
import { needs, want } from '../src/index.ts'

t.test('a browser in which two people share nothing', await needs('chromium'), async (t) => {
  const browser = await want.chromium(t)
  const [ada, grace] = await Promise.all([browser.newContext(), browser.newContext()])
  await ada.addCookies([{ name: 'who', value: 'ada', url: 'http://127.0.0.1' }])
  t.equal((await ada.cookies()).length, 1)
  t.equal((await grace.cookies()).length, 0)
  const page = await ada.newPage()
  await page.setContent('<h1>Parley</h1>')
  t.equal(await page.textContent('h1'), 'Parley')
})
