import type { Metadata } from 'next'
import { TaskInbox } from '@/components/task/task-inbox'

export const metadata: Metadata = { title: 'Tasks' }

export default function Page() {
  return <TaskInbox />
}
