'use client'
import { usePathname } from 'next/navigation'

/** The way back in for somebody whose session has ended; leads back here. */
export function SignInAgain({ children }: { children: string }) {
  const path = usePathname()
  return (
    // A whole new page: whoever comes back may be somebody else.
    <a
      href={`/sign-in?callbackUrl=${encodeURIComponent(path)}`}
      className="font-medium text-accent underline underline-offset-2"
    >
      {children}
    </a>
  )
}
