import { allWithin, byId } from './elements.ts'
import { listStep } from './list-step.ts'

/** The quick switcher: htmx fetches, this moves through what it found. */
export function handleSwitcher(): void {
  const input = byId('switcher-input', HTMLInputElement)
  const results = byId('switcher-results', HTMLElement)
  if (input === undefined || results === undefined) return

  const options = () => allWithin(results, '[role="option"]', HTMLElement)
  const current = () => options().findIndex((option) => option.ariaSelected === 'true')
  const select = (index: number) => {
    for (const [i, option] of options().entries()) {
      option.ariaSelected = String(i === index)
      if (i === index) option.scrollIntoView({ block: 'nearest' })
    }
    const active = options()[index]
    if (active === undefined) input.removeAttribute('aria-activedescendant')
    else input.setAttribute('aria-activedescendant', active.id)
  }

  input.addEventListener('keydown', (event) => {
    // Home and End belong to the text.
    const isArrow = event.key === 'ArrowDown' || event.key === 'ArrowUp'
    const next = isArrow ? listStep(event.key, current(), options().length) : undefined
    if (next === undefined) return
    event.preventDefault()
    select(next)
  })
  input.form?.addEventListener('submit', (event) => {
    const href = options()[current()]?.dataset.href
    if (href === undefined) return
    event.preventDefault()
    location.assign(href)
  })
  results.addEventListener('click', ({ target }) => {
    // The link within goes there by itself.
    if (!(target instanceof Element) || target.closest('a') !== null) return
    const option = target.closest('[role="option"]')
    if (option instanceof HTMLElement && option.dataset.href !== undefined)
      location.assign(option.dataset.href)
  })
  document.addEventListener('htmx:after:swap', ({ detail }) => {
    if (detail.ctx.sourceElement === input) select(options().length > 0 ? 0 : -1)
  })
}
