import { redirect } from 'next/navigation'
import { sections } from '@/components/settings/sections'

export default async function Page({ params }: { params: Promise<{ workspace: string }> }) {
  redirect(`/${(await params).workspace}/settings/${sections[0].path}`)
}
