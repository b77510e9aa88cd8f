// Node 24.21 frees a process's handles when it ends by itself, and waits there without end for a request that nobody
// will answer any more (seen after servers were killed under open connections: `CleanupHandles` in a stack). A test file
// that has nothing left to do ends here instead, after all that listens to `exit`.
process.once('beforeExit', () => {
  process.on('exit', (code) => process.reallyExit(process.exitCode ?? code))
})
