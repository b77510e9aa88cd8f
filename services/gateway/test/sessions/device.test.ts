import t from 'tap'
import { deviceOf } from '../../src/sessions/device.ts'

const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)'

t.test('browsers are called by their names and where they run', async (t) => {
  const said: Record<string, string> = {
    'Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0': 'Firefox on Linux',
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0`]:
      'Microsoft Edge on Windows',
    [`Mozilla/5.0 (Linux; Android 14; SM-S918B) ${webkit} SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36`]:
      'Samsung Internet on Android',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1':
      'Safari on iPhone',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15':
      'Safari on macOS',
  }
  for (const [userAgent, words] of Object.entries(said)) t.equal(deviceOf(userAgent), words)
})

t.test('anything else by its first word, however strange', async (t) => {
  t.equal(deviceOf('curl/8.5.0'), 'curl/8.5.0')
  t.equal(deviceOf('python-requests/2.32.3 (a) b'), 'python-requests/2.32.3')
  t.equal(deviceOf(undefined), '')
  t.equal(deviceOf('   '), '')
  t.equal(deviceOf('a\u0085b\tc'), 'abc')
  t.equal(deviceOf('x'.repeat(20_000)), `${'x'.repeat(59)}…`)
})
