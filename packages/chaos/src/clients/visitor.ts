import { BrowserlessPerson } from '@parley/testing'
import { SdkClient } from './sdk-client.ts'
import type { Client, Setting } from './setting.ts'

/** The second device of somebody who writes elsewhere: logs in, looks on, logs out, and so on. */
export class Visitor implements Client {
  readonly name: string
  readonly person: string
  readonly pending = 0
  readonly #setting: Setting
  #device: SdkClient | undefined
  #browser: BrowserlessPerson | undefined
  #session = ''
  #visits = 0
  #isBusy = false

  constructor(setting: Setting) {
    this.#setting = setting
    this.name = setting.name
    this.person = setting.me.id
  }

  get isPresent(): boolean {
    return this.#device?.isPresent ?? false
  }

  async start(): Promise<void> {
    await this.comeBack()
  }

  act(): void {}

  vanish(): void {
    this.#device?.vanish()
  }

  changeDoor(): void {
    this.#device?.changeDoor()
  }

  async doubleClick(): Promise<void> {}

  /** Logs in if need be, and looks on. What does not work now is left at that: it is tried again by the next call. */
  async comeBack(): Promise<void> {
    if (this.#device) return await this.#device.comeBack()
    if (this.#isBusy) return
    this.#isBusy = true
    try {
      await this.#logIn()
    } catch {
      this.#device = undefined
    } finally {
      this.#isBusy = false
    }
  }

  /** Resolves when the session has ended as far as its owner can know. */
  async logOut(): Promise<void> {
    const [device, browser] = [this.#device, this.#browser]
    if (!device || !browser) return
    for (const door of this.#setting.doors) {
      if (await this.#tryLogOut(browser, door)) {
        this.#device = undefined
        return
      }
    }
  }

  close(): void {
    this.#device?.close()
  }

  async #logIn(): Promise<void> {
    const { me, doors, random, name } = this.#setting
    const browser = new BrowserlessPerson(random.pick(doors), me.username)
    const { username, password } = browser
    const answer = await browser.form('/login', { username, password })
    if (answer.status !== 303) return
    this.#browser = browser
    this.#session = `${name}~${++this.#visits}`
    this.#device = new SdkClient(
      { ...this.#setting, name: this.#session, me: { ...me, browser } },
      { isReader: true, session: this.#session },
    )
    await this.#device.start()
  }

  async #tryLogOut(browser: BrowserlessPerson, door: string): Promise<boolean> {
    const { recorder } = this.#setting
    try {
      const answer = await browser.post(new URL('/logout', door).href, {})
      if (answer.status !== 204) return false
      recorder.record({ type: 'logged out', person: this.person, session: this.#session })
      return true
    } catch {
      return false
    }
  }
}
