/**
 * Puts text on the clipboard; false when the browser does not let us. Away from https and this machine it has no
 * clipboard of its own for pages: there an unseen selection is copied.
 */
export async function copy(text: string): Promise<boolean> {
  try {
    if (!navigator.clipboard) return copySelected(text)
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copySelected(text)
  }
}

function copySelected(text: string): boolean {
  const focused = document.activeElement
  const area = document.createElement('textarea')
  area.value = text
  area.readOnly = true
  area.style.position = 'fixed'
  area.style.opacity = '0'
  // Inside the open dialog, which keeps the focus to itself.
  const holder = focused?.closest('[role="dialog"]') ?? document.body
  holder.append(area)
  area.select()
  try {
    return document.execCommand('copy')
  } catch {
    return false
  } finally {
    area.remove()
    if (focused instanceof HTMLElement) focused.focus()
  }
}
