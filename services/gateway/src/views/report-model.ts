import type { ReportAction, ReportReason } from '@parley/contracts'
import type { Addressee } from './chat-address.ts'
import type { FieldErrors, PersonView } from './model.ts'

/** The form with which one reports a person, or a message of theirs. */
export interface ReportFormView {
  /** The conversation that it is about. */
  to: Addressee
  /** Whom it is about. */
  peer: PersonView
  /** The message that it is about. */
  message?: { n: number; text: string } | undefined
  backUrl: string
  /** Made anew for each page, so that a form sent twice is one report. */
  clientId: string
  reason?: string | undefined
  words: string
  errors: FieldErrors
  /** It was sent. */
  isDone: boolean
}

/** Somebody of a report; whoever is not known any more has no username. */
export interface ReportPersonView {
  username: string
  displayName: string
}

interface ReportFacts {
  id: string
  by: ReportPersonView
  user: ReportPersonView
  at: string
  reason: ReportReason
  words: string
  settled?: { by: ReportPersonView; at: string; actions: readonly ReportAction[]; note: string } | undefined
}

/** One line of the administrators' list. */
export interface ReportLineView extends ReportFacts {
  /** What was reported, shortly; left out where it is a person. */
  text?: string | undefined
}

export interface ReportListView {
  isDone: boolean
  reports: readonly ReportLineView[]
  /** To ask older ones with; null where there are none. */
  olderUrl: string | null
  /** This is no first page. */
  isOlderPage: boolean
}

/** A report with all that an administrator needs. */
export interface ReportView extends ReportFacts {
  messages: readonly {
    n: number
    author: ReportPersonView
    at: string
    /** Left out where it had been deleted. */
    text?: string | undefined
    edited: boolean
    isReported: boolean
  }[]
  hasMessage: boolean
  /** Whose account can be closed from here: not one’s own, nor one that is gone. */
  canClose: boolean
  /** What was typed, when it was refused, and why. */
  note: string
  problem?: string | undefined
}
