'use client'
import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useState } from 'react'
import { useNotices } from '../live'
import { useWorkspace } from '../workspace'
import { sentenceOf } from './notification'
import { notificationKeys } from './queries'
import { type News, useNews } from './use-notifications'

const AtFirst = createContext(0)

type NotificationsProps = {
  /** How many are unread as the page is made, so that they show with the first paint. */
  unread: number
  children: ReactNode
}

/** Keeps what is shown of this person's notifications level with the server, and tells a screen reader of new ones. */
export function Notifications({ unread, children }: NotificationsProps) {
  const { slug } = useWorkspace()
  const client = useQueryClient()
  useNotices(() => void client.invalidateQueries({ queryKey: notificationKeys.all(slug) }))
  return (
    <AtFirst value={unread}>
      {children}
      <Announcer />
    </AtFirst>
  )
}

/** What there is to know of them without opening them. */
export function useNewsHere(): News {
  return useNews(useWorkspace().slug, useContext(AtFirst))
}

function Announcer() {
  const { newest } = useNewsHere()
  const [last, setLast] = useState({ newest, said: '' })
  if (newest?.id !== last.newest?.id || (newest === null) !== (last.newest === null)) {
    const isNews = newest && !newest.read_at && last.newest !== undefined && newest.id > (last.newest?.id ?? '')
    setLast({ newest, said: isNews ? `New notification: ${sentenceOf(newest)}` : last.said })
  }
  return (
    <p role="status" className="sr-only">
      {last.said}
    </p>
  )
}
