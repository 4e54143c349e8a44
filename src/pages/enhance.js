// The only script of the public pages; everything works without it.
;(() => {
  // Reading aloud where the browser can (Android WebView cannot: the button stays hidden).
  const read = document.querySelector('[data-read-aloud]')
  if (read && 'speechSynthesis' in window) {
    read.hidden = false
    read.addEventListener('click', () => {
      if (speechSynthesis.speaking) return speechSynthesis.cancel()
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
  // After an error the summary has the focus.
  document.querySelector('.summary')?.focus()
})()
