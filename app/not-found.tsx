import Link from 'next/link'

export default function NotFound() {
  return (
    <main className="m-auto flex min-h-full max-w-sm flex-col items-center justify-center gap-2 px-6 py-12 text-center">
      <h1 className="text-title font-semibold">There is nothing here</h1>
      <p className="text-muted">The address is wrong, or it belongs to a workspace that you are not in.</p>
      <Link href="/" className="mt-2 font-medium text-accent hover:underline">
        Go to your boards
      </Link>
    </main>
  )
}
