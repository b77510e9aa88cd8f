import type { Measured } from '../scenario.ts'
import { bars } from './bars.ts'
import { escape } from './escape.ts'
import { numberText } from './number-text.ts'
import { pageStyle } from './page-style.ts'
import { linearAxis, logAxis, percentileAxis, plot } from './plot.ts'
import type { Report, RunResult } from './result.ts'
import { machineLine } from './table.ts'

/** Windows beyond these are in the table and in the JSON alone. */
const plottedWindows = 4

/** The whole report as one page that fetches nothing. */
export function pageOf({ machine, date, command, runs }: Report): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Parley, measured ${escape(date.slice(0, 10))}</title><style>${pageStyle}</style></head>
<body><main><h1>Parley, measured</h1>
<p>${escape(date)} · ${escape(machineLine(machine))}<br><code>${escape(command)}</code></p>
${runs.map(section).join('\n')}
</main></body></html>
`
}

function section(run: RunResult): string {
  const wrong = run.faults.map((fault) => `<p class="wrong">WRONG: ${escape(fault)}</p>`).join('')
  const standIn = run.hasStandIn
    ? '<p class="note">* with a stand-in for MongoDB, several times slower than MongoDB itself</p>'
    : ''
  const notes = run.notes.map((note) => `<p class="note">${escape(note)}</p>`).join('')
  return `<section><h2>${escape(run.scenario)} <small>${escape(run.installation)} · ${escape(run.store)}${run.hasStandIn ? ' *' : ''}</small></h2>
<p>${escape(run.summary)}</p>${wrong}${figuresTable(run)}${standIn}${notes}
<div class="plots">${run.measured
    .slice(0, plottedWindows)
    .map((measured) => plots(measured, run))
    .join('')}</div></section>`
}

function figuresTable({ figures, relay, hasStandIn }: RunResult): string {
  const star = hasStandIn ? ' *' : ''
  const rows = figures.map(
    ({ name, value, unit, ratioToRelay }) =>
      `<tr><td>${escape(name)}</td><td class="number">${numberText(value)} ${escape(unit)}${star}</td>` +
      `<td class="number">${ratioToRelay === undefined ? '' : numberText(ratioToRelay)}</td></tr>`,
  )
  return `<table><thead><tr><th>figure</th><th></th><th>to the bare relay</th></tr></thead><tbody>${rows.join('')}
<tr><td>bare relay, in the same minute</td><td class="number">${numberText(relay.perSecond)} /s</td><td class="number">1</td></tr></tbody></table>`
}

function plots(measured: Measured, { relay }: RunResult): string {
  const { latency, series, unit, costs } = measured
  const beside = relay.runs[0]
  const ladders = [
    { name: unit, points: latency.ladder.map(([x, y]) => ({ x, y })) },
    ...(beside && unit === 'message'
      ? [{ name: 'bare relay', points: beside.latency.ladder.map(([x, y]) => ({ x, y })) }]
      : []),
  ]
  const perSecond = series.counts.map((count, i) => ({
    x: ((i + 0.5) * series.everyMs) / 1_000,
    y: (count * 1_000) / series.everyMs,
  }))
  const mostY = Math.max(...perSecond.map(({ y }) => y), 1)
  const mostX = (series.counts.length * series.everyMs) / 1_000
  const used = costs.filter(({ cpuShare }) => cpuShare > 0.001)
  return [
    latency.count > 0
      ? plot(
          `How long a ${unit} takes`,
          ladders,
          percentileAxis(),
          logAxis(
            'ms',
            ladders.flatMap(({ points }) => points.map(({ y }) => y)),
          ),
        )
      : '',
    perSecond.length > 1
      ? plot(
          `${unit}, a second, over time`,
          [{ name: unit, points: perSecond }],
          linearAxis('s', mostX),
          linearAxis('/s', mostY),
        )
      : '',
    used.length > 0
      ? bars(
          `CPU for each ${unit}, by process`,
          used.map(({ name, cpuMicrosPerUnit }) => ({ name, value: cpuMicrosPerUnit })),
          'µs',
        ) +
        bars(
          'Memory, by process',
          used.map(({ name, bytes }) => ({ name, value: bytes / 1_048_576 })),
          'MB',
        )
      : '',
  ].join('')
}
