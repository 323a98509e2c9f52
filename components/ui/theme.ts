/** `system` follows the device. */
export type Theme = 'system' | 'light' | 'dark'

/** The cookie that carries the choice, so that the first paint already has it. */
export const themeCookie = 'theme'

/** Any text to a theme; whatever is unknown follows the device. */
export function readTheme(text: string | undefined): Theme {
  return text === 'light' || text === 'dark' ? text : 'system'
}

/** Apply the choice to this page and keep it for a year. */
export function chooseTheme(theme: Theme): void {
  const root = document.documentElement
  if (theme === 'system') delete root.dataset.theme
  else root.dataset.theme = theme
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Safari before 18.4.
  document.cookie = `${themeCookie}=${theme}; path=/; max-age=31536000; samesite=lax`
}
