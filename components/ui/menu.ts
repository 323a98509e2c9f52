/** The look that every menu shares; the behaviour is Radix's. */
export const menuLook = {
  content:
    'z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-48 max-w-72 overflow-y-auto rounded-card border bg-raised p-1 text-dense text-text shadow-float animate-appear',
  item: 'flex h-8 cursor-default items-center gap-2 rounded-control px-2 outline-none select-none data-highlighted:bg-hover data-disabled:opacity-50',
  label: 'px-2 pt-1.5 pb-1 text-meta text-muted',
  separator: '-mx-1 my-1 h-px bg-border',
} as const
