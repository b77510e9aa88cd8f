import type { FieldErrors, SessionView, StatusView } from './model.ts'

/** The settings as they are, what was just done, or why a form was refused. */
export interface SettingsView {
  /** What stands in the field for the name: the present one, or what was refused. */
  displayName: string
  /** What stands in the fields of the status: the present one, nothing, or what was refused. */
  says: StatusView
  /** How long it was to be shown, where the form was refused. */
  statusEnd?: string | undefined
  /** Whether there is one that others see. */
  hasStatus: boolean
  /** Whether nobody may know that this person is there. */
  hidesPresence: boolean
  errors: FieldErrors
  /** What was just done. */
  done?: 'name' | 'status' | 'presence' | 'password' | 'session' | 'sessions' | undefined
  sessions: readonly SessionView[]
}
