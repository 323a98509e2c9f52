import { type KeyboardEvent, useEffect, useState } from 'react'
import type { Day } from '@/components/ui/day'
import { formatWeekday } from '../due-words'
import type { Task } from '../task'
import type { Spot } from './plan'

/** Where a task can be put. */
export type Target = Day | 'undated'

export type Lift = { task: Task; from: Spot; by: 'hand' | 'keys'; target: Target | null }

type LiftInput = {
  days: readonly Day[]
  today: Day
  /** Why nothing can be moved; null when it can. */
  stuck: string | null
  onMove: (task: Task, target: Target) => void
}

/** A task that is lifted out of its place, by hand or by keys, and what is said of it to whoever does not see it. */
export function useLift({ days, today, stuck, onMove }: LiftInput) {
  const [lift, setLift] = useState<Lift | null>(null)
  const [said, say] = useState('')
  const targets: Target[] = ['undated', ...days]

  const aim = (target: Target | null) => {
    if (!lift || lift.target === target) return
    setLift({ ...lift, target })
    say(target === null ? 'Nowhere' : placeWords(target))
  }
  const begin = (task: Task, from: Spot, by: Lift['by']) => {
    const near = days.includes(today) ? today : (days[0] ?? null)
    setLift({ task, from, by, target: by === 'hand' ? null : from === 'overdue' ? near : from })
    say(`${task.title} is lifted. Left and right choose the day, Space drops it, Escape puts it back.`)
  }
  const cancel = () => {
    if (!lift) return
    setLift(null)
    say(`${lift.task.title} stays where it was`)
  }
  const drop = () => {
    if (!lift) return
    const { task, from, target } = lift
    if (target === null || target === from) return cancel()
    setLift(null)
    say(`${task.title} is dropped: ${placeWords(target)}`)
    onMove(task, target)
  }

  // Escape is the drag's own then, and nobody else's to close something by.
  const byHand = lift?.by === 'hand'
  useEffect(() => {
    if (!byHand) return
    const keep = (event: globalThis.KeyboardEvent) => {
      if (event.key === 'Escape') event.preventDefault()
    }
    window.addEventListener('keydown', keep, true)
    return () => window.removeEventListener('keydown', keep, true)
  }, [byHand])

  /** A key on a task; true when it was about lifting. */
  const press = ({ key, altKey, ctrlKey, metaKey }: KeyboardEvent, task: Task, from: Spot): boolean => {
    if (altKey || ctrlKey || metaKey) return false
    if (lift?.by !== 'keys') {
      if (key !== ' ') return false
      if (stuck) say(stuck)
      else begin(task, from, 'keys')
      return true
    }
    if (key === 'Tab') {
      cancel()
      return false
    }
    if (key === ' ' || key === 'Enter') drop()
    else if (key === 'Escape') cancel()
    else if (key === 'ArrowLeft' || key === 'ArrowRight') {
      const at = lift.target === null ? 0 : targets.indexOf(lift.target)
      aim(targets[at + (key === 'ArrowLeft' ? -1 : 1)] ?? lift.target)
    }
    // Whatever another key does by itself, it does not do it with a task in the hand.
    return true
  }

  return { lift, said, begin, aim, drop, cancel, press }
}

const placeWords = (target: Target): string => (target === 'undated' ? 'No date' : formatWeekday(target))
