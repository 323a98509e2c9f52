import type { Metadata } from 'next'
import { BoardList } from '@/components/board/board-list'

export const metadata: Metadata = { title: 'Boards' }

export default function Page() {
  return <BoardList />
}
