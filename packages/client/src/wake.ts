/** A `window` or `document`, as far as it is listened to. */
export interface WakeTarget {
  addEventListener(type: string, listener: () => void): void
  removeEventListener(type: string, listener: () => void): void
}

/** Calls `wake` when the browser says that the network or the tab is back, or that the network went. Returns how to stop. */
export function wakeOn(window: WakeTarget, document: WakeTarget, wake: () => void): () => void {
  const places = [
    [window, 'online'],
    // A connection that is gone is found out by a ping sooner than by its silence.
    [window, 'offline'],
    [window, 'focus'],
    [document, 'visibilitychange'],
    [document, 'resume'],
  ] as const
  for (const [target, type] of places) target.addEventListener(type, wake)
  return () => {
    for (const [target, type] of places) target.removeEventListener(type, wake)
  }
}
