/**
 * Whether a key is free to be a shortcut of the page: nobody is typing, and no menu or dialog over the page has the
 * keys.
 */
export function isFree(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing) return false
  const { target } = event
  if (!(target instanceof Element)) return true
  if (target.closest('input:not([type=checkbox]), textarea, select, [contenteditable=""], [contenteditable=true]')) {
    return false
  }
  return !target.closest('[role=menu], [role=listbox], [role=alertdialog], [role=dialog][data-state=open]')
}
