/**
 * Names the controls that the renderer leaves nameless, now and whenever it draws more.
 * @returns what ends it
 */
export function nameControls(root: HTMLElement): () => void {
  const observer = new MutationObserver(() => nameAll(root))
  observer.observe(root, { childList: true, subtree: true })
  return () => observer.disconnect()
}

function nameAll(root: HTMLElement): void {
  for (const control of root.querySelectorAll('input, select, textarea')) {
    const name = nameFor(control)
    if (name !== undefined && !control.hasAttribute('aria-label')) control.setAttribute('aria-label', name)
  }
  // What scrolls sideways must be reached by the keyboard to be read.
  for (const text of root.querySelectorAll('pre:not([tabindex])')) text.setAttribute('tabindex', '0')
}

function nameFor(control: Element): string | undefined {
  if (control.matches('.body-param__text')) return 'Request body'
  if (control.matches('.examples-select-element')) return 'Example'
  return control.closest<HTMLElement>('[data-param-name]')?.dataset.paramName
}
