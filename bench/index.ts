import { run as determination } from './determination.ts'
import { run as paymentRun } from './payment-run.ts'

/** `npm run bench [determination|payment-run]`: ratios against named baselines, interleaved in one run. */
const benches: Record<string, () => Promise<unknown> | unknown> = { determination, 'payment-run': paymentRun }

const wanted = process.argv.slice(2)
for (const [name, run] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  process.stdout.write(`\n# ${name}\n`)
  await run()
}
