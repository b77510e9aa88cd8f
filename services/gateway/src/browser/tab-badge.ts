import { titleText } from '../views/badge.ts'
import { byId, within } from './elements.ts'

/** The page is called otherwise from now on. */
export function retitle(title: string): void {
  within(document, 'title[data-title]', Element)?.setAttribute('data-title', title)
  showInTab(Number(byId('bell-badge', HTMLElement)?.dataset.count ?? 0))
}

/** The count in the tab's title, and a dot on its icon. */
export function showInTab(count: number): void {
  const title = within(document, 'title[data-title]', Element)?.getAttribute('data-title')
  if (title !== null && title !== undefined) document.title = titleText(title, count)
  const icon = byId('favicon', HTMLLinkElement)
  const url = count > 0 ? icon?.dataset.unread : icon?.dataset.plain
  if (icon !== undefined && url !== undefined && icon.getAttribute('href') !== url) icon.href = url
}
