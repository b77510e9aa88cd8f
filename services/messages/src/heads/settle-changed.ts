import type { Store } from '../store/store.ts'
import type { HeadNews } from './instance-news.ts'

/** Does what is left to do for messages that were changed: see `Store.settle`. @throws where the store is away */
export async function settleChanged(store: Store, news: readonly HeadNews[]): Promise<void> {
  for (const { conversation, changed = [] } of news) {
    for (const n of new Set(changed)) await store.settle({ conversation, n })
  }
}
