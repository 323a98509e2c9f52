import type { Metadata } from 'next'
import { TaskWeek } from '@/components/task/week/task-week'

export const metadata: Metadata = { title: 'Week' }

export default function Page() {
  return <TaskWeek />
}
