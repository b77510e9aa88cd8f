/** What these tools need of a tap test: somewhere to leave what must be closed at its end. */
export interface HasTeardown {
  teardown(close: () => unknown): unknown
}
