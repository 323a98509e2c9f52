/** The cookie that remembers a folded sidebar, so that the first paint already has its width. */
export const sidebarCookie = 'sidebar'
