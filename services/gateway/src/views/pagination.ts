import { html } from 'ghtml'
import { icon } from './icon.ts'
import type { RenderContext } from './model.ts'

/** The ways to the page before and the next one; nothing where there are none. */
export function pagination(
  context: RenderContext,
  { previousPage, nextPage }: { previousPage: number | null; nextPage: number | null },
  urlOf: (page: number) => string,
): string {
  if (previousPage === null && nextPage === null) return ''
  const previous = `${icon(context, 'chevron-left')}Previous`
  const next = `Next${icon(context, 'chevron-right')}`
  return html`<nav class="pagination" aria-label="Pages">!${link(previousPage, previous, 'prev', urlOf)}!${link(nextPage, next, 'next', urlOf)}</nav>`
}

/** `content` is rendered already. */
function link(
  page: number | null,
  content: string,
  rel: 'prev' | 'next',
  urlOf: (page: number) => string,
): string {
  if (page === null) return '<span></span>'
  return html`<a class="button" data-variant="quiet" rel="${rel}" href="${urlOf(page)}">!${content}</a>`
}
