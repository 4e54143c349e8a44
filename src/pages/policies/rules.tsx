import { type AreaCode, type Day, refuse, upwards } from '../../foundation/index.ts'
import { businessDay } from '../../platform/index.ts'
import {
  allPlaces,
  articleText,
  inventoryOf,
  type ParameterInForce,
  type Place,
  parametersFor,
  placeOf,
} from '../../policy/index.ts'
import { citationText } from '../explanation.tsx'
import type { Manner } from '../manner.ts'
import type { Mount } from '../page.ts'
import { Sheet } from '../shell.tsx'

/** The rulebook itself as a page: every rule with its article, every value with its source, day and mark. */
export function policyRoutes(mount: Mount, county: AreaCode): void {
  mount('GET', '/policies/dibao', async ({ tx, manner, demo, query }) => {
    const area = areaFrom(query.area) ?? county
    return <Policies manner={manner} demo={demo} area={area} on={await businessDay(tx)} />
  })
  mount('GET', '/standards/:area', async ({ tx, manner, demo, params }) => {
    const area = areaFrom(params.area)
    if (!area) return refuse('not-found')
    return <Standards manner={manner} demo={demo} area={area} on={await businessDay(tx)} />
  })
}

/** An area that some place of the rulebook speaks for. */
function areaFrom(code: string | undefined): AreaCode | null {
  if (!code || !/^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/.test(code)) return null
  const around = upwards(code as AreaCode)
  return allPlaces().some((place) => place.area !== '' && around.includes(place.area)) ? (code as AreaCode) : null
}

interface Shown {
  manner: Manner
  demo: boolean
  area: AreaCode
  on: Day
}

interface Pair {
  urban: ParameterInForce
  rural: ParameterInForce
}

const pairsOf = (area: AreaCode, on: Day): Pair[] => {
  const rural = new Map(parametersFor('dibao', area, 'rural', on).map((one) => [one.name, one]))
  return parametersFor('dibao', area, 'urban', on).map((urban) => ({ urban, rural: rural.get(urban.name)! }))
}

const known = ({ urban, rural }: Pair) => urban.state !== 'missing' || rural.state !== 'missing'

function Places({ manner, area }: { manner: Manner; area: AreaCode }) {
  const { t, lang } = manner
  const here = placeOf(area)
  return (
    <form method="get" action="/policies/dibao">
      <div className="field">
        <label htmlFor="area">{t('pages:policy.place')}</label>
        <select id="area" name="area" defaultValue={here.area}>
          {allPlaces()
            .filter((place: Place) => place.area !== '')
            .map((place) => (
              <option key={place.id} value={place.area}>
                {place.name[lang]}
                {place.fictional ? ` · ${t('pages:policy.fictional')}` : ''}
              </option>
            ))}
        </select>
      </div>
      <button className="second" type="submit">
        {t('pages:policy.show')}
      </button>
    </form>
  )
}

/** What is written in the rulebook as yes or no. */
const inWords = ({ t }: Manner, published: ParameterInForce['published']) =>
  published === 'true' ? t('pages:field.yes') : published === 'false' ? t('pages:field.no') : published

/** `verified` needs no word; what we have not checked against the paper itself says so. */
function Value({ manner, one }: { manner: Manner; one: ParameterInForce }) {
  const { t, lang } = manner
  if (one.state === 'missing') return <span className="hint">{t('pages:policy.missing')}</span>
  return (
    <>
      {inWords(manner, one.published)}
      <div className="hint">
        {one.source ? citationText({ source: one.source.id, article: one.article ?? '' }, lang) : ''}
        {one.from ? ` · ${t('pages:policy.from', { day: manner.day(one.from) })}` : ''}
        {one.state === 'unverified' && !one.fictional ? ` · ${t('pages:explain.unverified')}` : ''}
        {one.fictional ? ` · ${t('pages:policy.fictional')}` : ''}
      </div>
    </>
  )
}

function Values({ manner, pairs, caption }: { manner: Manner; pairs: Pair[]; caption: string }) {
  const { t, lang } = manner
  return (
    <table className="stack">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t('pages:explain.figure')}</th>
          <th scope="col">{t('pages:policy.rural')}</th>
          <th scope="col">{t('pages:policy.urban')}</th>
        </tr>
      </thead>
      <tbody>
        {pairs.map((pair) => (
          <tr key={pair.urban.name}>
            <th scope="row">{pair.urban.label[lang]}</th>
            <td data-label={t('pages:policy.rural')}>
              <Value manner={manner} one={pair.rural} />
            </td>
            <td data-label={t('pages:policy.urban')}>
              <Value manner={manner} one={pair.urban} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Policies({ manner, demo, area, on }: Shown) {
  const { t, lang } = manner
  const pairs = pairsOf(area, on)
  const missing = pairs.filter((pair) => !known(pair))
  const { rules } = inventoryOf([])
  const name = placeOf(area).name[lang]
  return (
    <Sheet manner={manner} demo={demo} here={`/policies/dibao?area=${area}`} title={t('pages:policy.title')}>
      <p>{t('pages:policy.what', { name, day: manner.day(on) })}</p>
      <Places manner={manner} area={area} />
      <p className="actions">
        <a className="button" href="/check">
          {t('pages:check.title')}
        </a>
        <a className="button second" href="/forms/dibao.pdf">
          {t('pages:policy.form')}
        </a>
      </p>
      <h2>{t('pages:policy.values', { name })}</h2>
      <Values manner={manner} pairs={pairs.filter(known)} caption={t('pages:policy.values-caption')} />
      {missing.length > 0 && (
        <details>
          <summary>{t('pages:policy.missing-count', { count: missing.length })}</summary>
          <ul>
            {missing.map((pair) => (
              <li key={pair.urban.name}>{pair.urban.label[lang]}</li>
            ))}
          </ul>
        </details>
      )}
      <h2>{t('pages:policy.rules', { count: rules.length })}</h2>
      <p>{t('pages:policy.rules-what')}</p>
      <ul className="rules">
        {rules.map((rule) => (
          <li key={rule.id}>
            <details>
              <summary>{rule.title[lang]}</summary>
              <p className="hint">{rule.id}</p>
              {rule.basis.map((citation) => (
                <div key={`${citation.source} ${citation.article}`}>
                  <p>{citationText(citation, lang)}</p>
                  {articleText(citation) && <blockquote>{articleText(citation)}</blockquote>}
                </div>
              ))}
            </details>
          </li>
        ))}
      </ul>
      <p>{t('pages:policy.no-machine')}</p>
    </Sheet>
  )
}

function Standards({ manner, demo, area, on }: Shown) {
  const { t, lang } = manner
  const amounts = pairsOf(area, on).filter((pair) => pair.urban.unit === 'fen' && known(pair))
  const name = placeOf(area).name[lang]
  return (
    <Sheet manner={manner} demo={demo} here={`/standards/${area}`} title={t('pages:policy.standards', { name })}>
      <p>{t('pages:policy.on', { day: manner.day(on) })}</p>
      <Values manner={manner} pairs={amounts} caption={t('pages:policy.values-caption')} />
      <p>
        <a href={`/policies/dibao?area=${area}`}>{t('pages:policy.title')}</a>
      </p>
    </Sheet>
  )
}
