type ElementType<E extends Element> = new () => E

/** The element with this id, if it is there and of this kind. */
export function byId<E extends HTMLElement>(id: string, type: ElementType<E>): E | undefined {
  const found = document.getElementById(id)
  return found instanceof type ? found : undefined
}

/** The first element of this kind within another. */
export function within<E extends Element>(
  root: ParentNode,
  selector: string,
  type: ElementType<E>,
): E | undefined {
  const found = root.querySelector(selector)
  return found instanceof type ? found : undefined
}

/** All elements of this kind within another, in order. */
export function allWithin<E extends Element>(root: ParentNode, selector: string, type: ElementType<E>): E[] {
  return [...root.querySelectorAll(selector)].filter((found): found is E => found instanceof type)
}

/** The part of a partial that is named by `data-slot`. */
export function slot(root: ParentNode, name: string): HTMLElement | undefined {
  return within(root, `[data-slot="${name}"]`, HTMLElement)
}

/** A new copy of what a `<template>` of the page holds. */
export function clone<E extends HTMLElement>(templateId: string, type: ElementType<E>): E | undefined {
  const copy = byId(templateId, HTMLTemplateElement)?.content.firstElementChild?.cloneNode(true)
  return copy instanceof type ? copy : undefined
}
