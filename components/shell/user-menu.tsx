'use client'
import { BookOpen, Check, LogOut, Monitor, Moon, Sun } from 'lucide-react'
import Link from 'next/link'
import { signOut } from 'next-auth/react'
import { DropdownMenu } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import { menuLook } from '@/components/ui/menu'
import { chooseTheme, readTheme, type Theme } from '@/components/ui/theme'
import { useWorkspace } from './workspace'

const themes = [
  { value: 'system', label: 'Like the device', icon: Monitor },
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
] as const

/** What belongs to the person: the theme, and the way out. `children` is the button that opens it. */
export function UserMenu({ side, children }: { side: 'top' | 'right'; children: ReactNode }) {
  const { slug, user } = useWorkspace()
  const [theme, setTheme] = useState<Theme>('system')
  const choose = (value: string) => {
    const next = readTheme(value)
    chooseTheme(next)
    setTheme(next)
  }
  return (
    <DropdownMenu.Root modal={false} onOpenChange={() => setTheme(readTheme(document.documentElement.dataset.theme))}>
      <DropdownMenu.Trigger asChild>{children}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          side={side}
          align="start"
          sideOffset={6}
          collisionPadding={8}
          className={menuLook.content}
        >
          <DropdownMenu.Label className="px-2 py-1.5">
            <span dir="auto" className="block truncate font-medium">
              {user.name}
            </span>
            <span className="block truncate text-meta text-muted">{user.email}</span>
          </DropdownMenu.Label>
          <DropdownMenu.Separator className={menuLook.separator} />
          <DropdownMenu.Label className={menuLook.label}>Theme</DropdownMenu.Label>
          <DropdownMenu.RadioGroup value={theme} onValueChange={choose}>
            {themes.map(({ value, label, icon: Icon }) => (
              <DropdownMenu.RadioItem
                key={value}
                value={value}
                className={menuLook.item}
                onSelect={(event) => event.preventDefault()}
              >
                <Icon size={14} aria-hidden className="text-muted" />
                {label}
                <DropdownMenu.ItemIndicator className="ml-auto">
                  <Check size={14} aria-hidden />
                </DropdownMenu.ItemIndicator>
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
          <DropdownMenu.Separator className={menuLook.separator} />
          <DropdownMenu.Item className={menuLook.item} asChild>
            <Link href={`/docs/api?workspace=${slug}`} prefetch={false}>
              <BookOpen size={14} aria-hidden className="text-muted" />
              API reference
            </Link>
          </DropdownMenu.Item>
          <DropdownMenu.Item className={menuLook.item} onSelect={() => void signOut({ callbackUrl: '/sign-in' })}>
            <LogOut size={14} aria-hidden className="text-muted" />
            Sign out
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
