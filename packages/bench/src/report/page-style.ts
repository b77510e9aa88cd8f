/** Light and dark as the reader has it; nothing is fetched. */
export const pageStyle = `
:root { color-scheme: light dark; --ink: #1c1e21; --dim: #63666b; --rule: #d9dbdf; --paper: #fff; --one: #2a6fd6; --two: #c25a1c; --bad: #b3261e }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e7e9; --dim: #9a9da3; --rule: #3a3d42; --paper: #17181a; --one: #7fb0ff; --two: #f2a06b; --bad: #ff8a80 } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif }
main { max-width: 1180px; margin: 0 auto; padding: 24px 16px 64px }
h1 { font-size: 26px; margin: 0 } h2 { font-size: 20px; margin: 40px 0 0 } small, .note { color: var(--dim); font-weight: normal }
table { border-collapse: collapse; margin: 12px 0 } th { text-align: left; color: var(--dim); font-weight: normal }
td, th { padding: 3px 20px 3px 0; border-bottom: 1px solid var(--rule) } .number { text-align: right; font-variant-numeric: tabular-nums }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); gap: 20px; margin-top: 16px }
figure { margin: 0 } figcaption { margin-bottom: 4px } svg { width: 100%; height: auto; overflow: visible }
svg text { fill: var(--dim); font: 12px system-ui, sans-serif } .grid { stroke: var(--rule); stroke-width: 1 }
.line { fill: none; stroke: var(--one); stroke-width: 2 } .line.s1 { stroke: var(--two) } .bar { fill: var(--one) }
.key { display: inline-block; width: 10px; height: 10px; border-radius: 2px; background: var(--one); margin: 0 4px 0 8px } .key.s1 { background: var(--two) }
.wrong { color: var(--bad); font-weight: 600 } code { font-size: 13px }
`
