import { html } from 'ghtml'
import { titleText } from './badge.ts'
import { connectionBar } from './connection-bar.ts'
import { dialogs } from './dialogs.ts'
import type { Chrome } from './model.ts'
import { type Place, rail } from './rail.ts'
import { commonTemplates } from './templates.ts'

export interface DocumentParts {
  /** Without the count and the product's name. */
  title: string
  page:
    | 'login'
    | 'signup'
    | 'people'
    | 'profile'
    | 'settings'
    | 'inbox'
    | 'arrange'
    | 'group'
    | 'block'
    | 'blocked'
    | 'report'
    | 'reports'
    | 'delete'
    | 'chat'
    | 'message'
    | 'notifications'
    | 'error'
  place: Place
  /** The skip link's words. */
  skip?: string
  main: string
  templates?: string
  /** Further `data-…` of the body, by their names without `data-`. */
  data?: Readonly<Record<string, string>>
}

/** A whole page around its own content. */
export function document(chrome: Chrome, parts: DocumentParts): string {
  return html`<!doctype html>
<html lang="en" dir="ltr">
<head>!${head(chrome, parts)}</head>
<body !${bodyAttributes(chrome, parts)}>
<a class="skip" href="#main">${parts.skip ?? 'Skip to the content'}</a>
!${frame(chrome, parts)}
<div id="toasts" class="toasts" role="status"></div>
<div id="announcer" class="sr-only" aria-live="polite"></div>
!${chrome.viewer === null ? '' : dialogs(chrome) + commonTemplates(chrome)}!${parts.templates ?? ''}
</body>
</html>
`
}

function frame(chrome: Chrome, parts: DocumentParts): string {
  const { viewer } = chrome
  if (viewer === null)
    return html`<div class="plain"><main id="main" tabindex="-1">!${parts.main}</main></div>`
  const bellView = chrome.bell ?? { count: 0, messages: [] }
  return html`<div class="app"><div class="frame">!${rail(chrome, viewer, bellView, parts.place)}!${connectionBar(chrome)}<main id="main" tabindex="-1">!${parts.main}</main></div></div>`
}

function head(chrome: Chrome, parts: DocumentParts): string {
  const url = chrome.assetUrl
  const count = chrome.bell?.count ?? 0
  return html`<meta charset="utf-8">
<title data-title="${parts.title}">${titleText(parts.title, count)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#fcfbf9" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#14181a" media="(prefers-color-scheme: dark)">
<meta name="referrer" content="same-origin">
<meta name="csrf-token" content="${chrome.csrfToken}">
<meta name="htmx-config" content="${htmxConfig}">
<link rel="preload" href="${url('inter-latin.woff2')}" as="font" type="font/woff2" crossorigin>
<link rel="stylesheet" href="${url('app.css')}">
<link id="favicon" rel="icon" type="image/svg+xml" href="${url(count > 0 ? 'favicon-unread.svg' : 'favicon.svg')}" data-plain="${url('favicon.svg')}" data-unread="${url('favicon-unread.svg')}">
<link rel="manifest" href="${url('manifest.webmanifest')}">
<script src="${url('htmx.js')}" defer></script>
<script src="${url('main.js')}" type="module"></script>
`
}

// A full page load is as quick here as a restored fragment, and never stale. Failures leave what is there in its place.
const htmxConfig =
  '{"includeIndicatorCSS":false,"history":"reload","defaultTimeout":15000,"noSwap":[204,304,"4xx","5xx"]}'

function bodyAttributes(chrome: Chrome, parts: DocumentParts): string {
  const { viewer } = chrome
  const person = viewer && {
    'viewer-id': viewer.id,
    'viewer-username': viewer.username,
    'viewer-name': viewer.displayName,
    ...(chrome.bell?.blocked?.length ? { blocked: chrome.bell.blocked.join(' ') } : {}),
  }
  const data = { page: parts.page, ...person, ...parts.data }
  const headers = JSON.stringify({ 'X-CSRFToken': chrome.csrfToken })
  const attributes = Object.entries(data).map(([name, value]) => html`data-${name}="${value}"`)
  return `${attributes.join(' ')} ${html`hx-headers:inherited="${headers}"`}`
}
