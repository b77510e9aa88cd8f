/** What a system needs to install the site like a program. The icons are the plain one, the unread one, the maskable one. */
export function webManifest([plain, , maskable]: readonly string[]): string {
  return JSON.stringify({
    name: 'Parley',
    short_name: 'Parley',
    id: '/messages/',
    start_url: '/messages/',
    scope: '/',
    display: 'standalone',
    background_color: '#fcfbf9',
    theme_color: '#fcfbf9',
    icons: [
      { src: plain, sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
      { src: maskable, sizes: 'any', type: 'image/svg+xml', purpose: 'maskable' },
    ],
  })
}
