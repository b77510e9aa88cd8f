import type { Client, Setting } from './setting.ts'

/** A client without the SDK that goes on trying for as long as it is wanted, by one gateway after the other. */
export abstract class TryingClient implements Client {
  readonly name: string
  readonly person: string
  protected readonly setting: Setting
  protected isWanted = false
  #door: number
  #running: Promise<void> = Promise.resolve()

  constructor(setting: Setting) {
    this.setting = setting
    this.name = setting.name
    this.person = setting.me.id
    this.#door = setting.random.between(0, 1)
  }

  abstract get pending(): number

  get isPresent(): boolean {
    return this.isWanted
  }

  async start(): Promise<void> {
    await this.comeBack()
  }

  abstract act(): void

  vanish(): void {
    this.isWanted = false
  }

  async comeBack(): Promise<void> {
    if (this.isWanted) return
    await this.#running
    this.isWanted = true
    this.#running = this.run()
  }

  changeDoor(): void {
    this.#door += 1
  }

  abstract doubleClick(): Promise<void>

  close(): void {
    this.isWanted = false
  }

  /** Tries until it is not wanted any more. */
  protected abstract run(): Promise<void>

  protected nextDoor(): string {
    const { doors } = this.setting
    return doors[this.#door++ % doors.length] ?? ''
  }
}
