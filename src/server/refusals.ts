/** The HTTP status of each refusal; 409 (the state says no) unless named here. The only place that knows. */
const statuses: Record<string, number> = {
  'bad-input': 422,
  'weak-password': 422,
  'wrong-password': 422,
  'days-reversed': 422,
  'key-needed': 428,
  'version-needed': 428,
  'key-used-otherwise': 422,
  'not-signed-in': 401,
  'second-factor-needed': 401,
  'sign-in-failed': 401,
  'wrong-code': 401,
  'code-not-valid': 401,
  'not-your-right': 403,
  'outside-your-area': 403,
  'own-relative': 403,
  'wrong-origin': 403,
  'not-found': 404,
  'not-in-demo': 404,
  'too-many-tries': 429,
  'slow-down': 429,
  'file-too-large': 413,
  'draft-too-large': 413,
  'too-large': 413,
  'content-type': 415,
  unreadable: 400,
  'file-type': 415,
}

/** What is absent and what lies outside one's area answer alike (design §4.2). */
export const statusOf = (code: string): number => statuses[code] ?? (code.startsWith('no-such-') ? 404 : 409)
