// The only script of the public pages; everything works without it.
;(() => {
  // Reading aloud where the browser can (Android WebView cannot: the button stays hidden).
  const read = document.querySelector('[data-read-aloud]')
  if (read && 'speechSynthesis' in window) {
    read.hidden = false
    read.addEventListener('click', () => {
      if (speechSynthesis.speaking) return speechSynthesis.cancel()
      // biome-ignore lint/performance/useDomNodeTextContent: what is folded away is not read aloud
      const words = new SpeechSynthesisUtterance(document.getElementById('content').innerText)
      words.lang = document.documentElement.lang
      words.rate = 0.9
      speechSynthesis.speak(words)
    })
  }

  // A second press of the same button must not send twice; the server would notice, this only saves a wait.
  for (const form of document.forms)
    form.addEventListener('submit', () =>
      setTimeout(() => {
        for (const b of form.querySelectorAll('button')) b.disabled = true
      }, 0),
    )
  addEventListener('pageshow', () => {
    for (const b of document.querySelectorAll('form button')) b.disabled = false
  })

  // The estimate follows the answers: the server works it out as for the button, nothing is stored, only its box is shown.
  const ask = async (form, more = {}) => {
    const answers = new URLSearchParams(new FormData(form))
    for (const [name, value] of Object.entries(more)) answers.set(name, value)
    const reply = await fetch(form.action, { method: 'POST', body: answers })
    return reply.ok ? new DOMParser().parseFromString(await reply.text(), 'text/html') : null
  }
  const live = document.querySelector('form[data-estimate="live"]')
  if (live) {
    const place = document.getElementById('live')
    let waiting = 0
    let asked = 0
    live.addEventListener('input', () => {
      clearTimeout(waiting)
      waiting = setTimeout(async () => {
        asked += 1
        const mine = asked
        const page = await ask(live).catch(() => null)
        if (mine !== asked) return
        const box = page?.getElementById('estimate')
        place.hidden = !box
        if (box) place.replaceChildren(...box.childNodes)
      }, 400)
    })
  }
  // 试一试: the page changes in place, and the button keeps the focus.
  const tryHere = () => {
    const form = document.querySelector('form[data-estimate="here"]')
    form?.addEventListener('submit', async (event) => {
      const { name, value } = event.submitter ?? {}
      if (!name) return
      event.preventDefault()
      const page = await ask(form, { [name]: value }).catch(() => null)
      if (!page) return form.submit()
      document.getElementById('content').replaceWith(page.getElementById('content'))
      document.querySelector(`form[data-estimate="here"] [value="${value}"]`)?.focus()
      tryHere()
    })
  }
  tryHere()

  // Paper has no folds.
  const opened = []
  addEventListener('beforeprint', () => {
    for (const fold of document.querySelectorAll('details:not([open])')) {
      fold.open = true
      opened.push(fold)
    }
  })
  addEventListener('afterprint', () => {
    for (const fold of opened.splice(0)) fold.open = false
  })

  // After an error the summary has the focus.
  document.querySelector('.summary')?.focus()
})()
