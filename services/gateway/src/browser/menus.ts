import { allWithin } from './elements.ts'

/** Menus are `<details>`: Escape and a click elsewhere close them too, and Escape gives the focus back. */
export function handleMenus(document: Document): void {
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.isComposing) return
    for (const menu of openMenus()) {
      const hadFocus = menu.contains(document.activeElement)
      menu.open = false
      if (hadFocus) menu.querySelector('summary')?.focus()
      event.preventDefault()
    }
  })
  document.addEventListener('click', ({ target }) => {
    for (const menu of openMenus()) {
      if (target instanceof Node && !menu.contains(target)) menu.open = false
    }
  })
}

function openMenus(): HTMLDetailsElement[] {
  return allWithin(document, 'details.menu[open]', HTMLDetailsElement)
}
