import pino from 'pino'

/** Structured lines with record ids. Names, numbers and accounts never belong here; these paths are a second net (R45). */
export const log = pino({
  level:
    process.env.LOG_LEVEL ?? (process.env.NODE_ENV === 'production' ? 'info' : process.env.VITEST ? 'silent' : 'warn'),
  base: null,
  redact: {
    paths: [
      '*.name',
      '*.identityNumber',
      '*.phone',
      '*.account',
      '*.password',
      '*.code',
      'req.headers.cookie',
      'req.headers.authorization',
      'req.body',
    ],
    censor: '[kept out]',
  },
})
