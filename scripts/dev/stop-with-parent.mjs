/**
 * Preloaded into a child process (`node --import …/stop-with-parent.mjs`): when the parent is gone, even by kill -9, the
 * channel between the two closes and the child stops as if somebody had asked it to.
 */
if (process.channel) {
  process.channel.unref()
  process.once('disconnect', () => {
    setTimeout(() => process.exit(1), 20_000).unref()
    process.kill(process.pid, 'SIGTERM')
  })
}
