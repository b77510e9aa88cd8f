import { html } from 'ghtml'
import { document } from './document.ts'
import { wordsFor } from './error-words.ts'
import { icon } from './icon.ts'
import { mark } from './mark.ts'
import type { Chrome, ErrorView, RenderContext } from './model.ts'

/** A failure with words and a way on, as a page. */
export function errorPage(chrome: Chrome, view: ErrorView): string {
  const words = wordsFor(view)
  const brand = chrome.viewer === null ? html`<p class="entry-brand">!${mark()}<span>Parley</span></p>` : ''
  return document(chrome, {
    title: words.heading,
    page: 'error',
    place: 'none',
    main: html`<div class="failure">!${brand}<span class="empty-icon">!${icon(chrome, words.icon)}</span><h1>${words.heading}</h1><p>${words.sentence}</p><p class="empty-action">!${wayOn(chrome, view)}</p>!${reference(view)}</div>`,
  })
}

/**
 * The same where htmx asked for a part of a page: what is there stays, and a toast says what happened. htmx puts it
 * among the toasts by itself, whatever the target of the request was.
 */
export function errorPartial(context: RenderContext, view: ErrorView): string {
  const words = wordsFor(view)
  return html`<template hx type="partial" hx-target="#toasts" hx-swap="beforeend"><div class="toast" data-failure>!${icon(context, words.icon)}<p><strong>${words.heading}.</strong> ${words.sentence}</p><button type="button" class="icon-button" data-close aria-label="Close">!${icon(context, 'x')}</button></div></template>`
}

function wayOn(chrome: Chrome, view: ErrorView): string {
  const home = chrome.viewer === null ? '/login' : '/messages/'
  const words = chrome.viewer === null ? 'Go to log in' : 'Go to your messages'
  const again =
    view.status === 500 || view.status === 503
      ? '<a class="button" data-variant="primary" href="">Try again</a>'
      : ''
  return `${again}${html`<a class="button" data-variant="${again === '' ? 'primary' : 'quiet'}" href="${home}">${words}</a>`}`
}

function reference(view: ErrorView): string {
  if (view.requestId === undefined) return ''
  return html`<p class="failure-reference">If you tell someone about this, this number helps: <code>${view.requestId}</code></p>`
}
