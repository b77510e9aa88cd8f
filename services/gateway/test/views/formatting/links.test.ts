import t from 'tap'
import { parse } from '../../../src/views/formatting/parse.ts'
import { messageHtml } from '../../../src/views/text.ts'

const rel = 'target="_blank" rel="noopener noreferrer nofollow"'

function isLink(written: string): boolean {
  const [first] = parse(written)
  return typeof first === 'object' && first.kind === 'link'
}

t.test('words lead to an address, which can be seen', async (t) => {
  t.equal(
    messageHtml('see [the **plan**](https://example.org/plan?a=b), please', parse),
    `see <a href="https://example.org/plan?a&#61;b" title="https://example.org/plan?a&#61;b" ${rel}>the <strong>plan</strong></a>, please`,
  )
  t.match(
    messageHtml('[b](https://bücher.example/)', parse),
    'title="https://xn--bcher-kva.example/"',
    'as it is',
  )
  const good = [
    '[mail me](mailto:ann@example.org)',
    '[x](HTTP://EXAMPLE.ORG)',
    '[Tower](https://example.org/wiki/Tower_(chess)_x)',
    '[version 1.2.3 of main.js](https://example.org)',
    '[👩‍👩‍👧 and ❤️](https://example.org)',
    '[at 14:40](https://example.org)',
  ]
  for (const written of good) t.ok(isLink(written), written)
})

t.test('what names another place than it leads to stays as it was written', async (t) => {
  const honest = [
    '[https://example.org](https://example.org/)',
    '[example.org](https://example.org/login)',
    '[www.example.org](https://example.org)',
    '[EXAMPLE.org/a](https://example.org/b)',
    '[ann@example.org](mailto:ann@example.org)',
    '[bücher.example](https://xn--bcher-kva.example)',
    '[10.0.0.1](http://10.0.0.1/)',
    '[https://example.org/a_b](https://example.org/a_b)',
    '[**example.org**](https://example.org)',
  ]
  for (const written of honest) t.ok(isLink(written), written)
  const deceiving = [
    '[https://bank.example](https://evil.example)',
    '[https://bank.example/a](https://bank.example/b)',
    '[bank.example](https://evil.example)',
    '[go to www.bank.example now](https://evil.example/www.bank.example)',
    '[bank。example](https://evil.example)',
    '[bank․example](https://evil.example)',
    '[ｂａｎｋ．example](https://evil.example)',
    '[bank.example](https://bank.example.evil.example)',
    '[bank.example](https://bank.example@evil.example)',
    '[words](https://bank.example@evil.example)',
    '[words](https://user:secret@bank.example)',
    '[bank\u200b.example](https://evil.example)',
    '[\u202eelpmaxe.knab](https://evil.example)',
    '[ba\u00adnk.example](https://evil.example)',
    '[bank\u200d.example](https://evil.example)',
    '[**bank**.example](https://evil.example)',
    '[**bank.example**](https://evil.example)',
    '[`bank.example`](https://evil.example)',
    '[10.0.0.1](http://10.0.0.2/)',
    '[ann@bank.example](mailto:eve@evil.example)',
    '[bank.example](mailto:eve@evil.example)',
    '[http:bank](https://evil.example)',
  ]
  for (const written of deceiving) {
    t.notOk(isLink(written), written)
    const links = messageHtml(written, parse).matchAll(/<a href="([^"]*)"[^>]*>([^<]*)<\/a>/g)
    for (const [, href = '', words = ''] of links) t.ok(href.endsWith(words), `${words} is where it leads`)
  }
})

t.test('nothing but web and mail addresses is led to', async (t) => {
  const written = [
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](data:text/html,y)',
    '[x](vbscript:x)',
    '[x](file:///etc/hostname)',
    '[x](ftp://example.org)',
    '[x](//example.org)',
    '[x](/logout)',
    '[x](logout)',
    '[x](https:)',
    '[x](https://)',
    '[x](https://exa mple.org)',
    '[x](<https://example.org>)',
    '[x](https://example.org "title")',
    '[x]( https://example.org)',
    '[x](\u0001https://example.org)',
    '[x](https://example.org\u202e)',
    '[](https://example.org)',
    '[ ](https://example.org)',
    '[x][https://example.org]',
    '[a\nb](https://example.org)',
    `[x](https://example.org/${'a'.repeat(2000)})`,
  ]
  for (const one of written) t.notOk(isLink(one), one.slice(0, 60))
})

t.test('a link holds no link', async (t) => {
  t.notMatch(messageHtml('[example.org](https://example.org)', parse), /<a[^>]*>[^]*<a/)
  t.equal(parse('[a [b](https://example.org) c](https://example.org)').length, 3, 'the inner one is it')
})
