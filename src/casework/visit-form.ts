import { z } from 'zod'

/** The visit form as two people fill it in (ux S7). Numbers live in the findings; here is what cannot be a figure. */
const said = z.string().trim().max(1000)

export const visitForm = z.strictObject({
  outcome: z.enum(['visited', 'nobody-home', 'refused', 'postponed']),
  /** Who of the family was there, by person id. */
  present: z.array(z.string().max(20)).max(30).default([]),
  /** Declared values: 一致 · 不一致 · 看不清. */
  checks: z
    .array(
      z.strictObject({
        of: z.string().max(40),
        name: z.string().max(60),
        seen: z.enum(['same', 'differs', 'unclear']),
      }),
    )
    .max(300)
    .default([]),
  dwelling: said.nullable().default(null),
  /** 吃饭, 穿衣, 上下床, 如厕, 室内行走, 洗澡; true: able. 0 not able = 具备, ≤ 3 = 部分丧失, ≥ 4 = 完全丧失. */
  selfCare: z
    .array(z.strictObject({ person: z.string().max(20), able: z.array(z.boolean().nullable()).length(6) }))
    .max(30)
    .default([]),
  needs: z.array(z.string().max(40)).max(20).default([]),
  /** Neighbours are asked, never named to the family. */
  neighbours: z
    .array(z.strictObject({ who: z.string().max(40), said }))
    .max(12)
    .default([]),
  photos: z.array(z.string().max(100)).max(9).default([]),
  signatures: z
    .array(
      z.strictObject({ who: z.enum(['family', 'visitor-one', 'visitor-two', 'witness']), file: z.string().max(100) }),
    )
    .max(4)
    .default([]),
  conclusion: said.nullable().default(null),
  /** By telephone or video, only where the place allows it in an emergency. */
  remote: z.boolean().default(false),
})
export type VisitForm = z.output<typeof visitForm>
