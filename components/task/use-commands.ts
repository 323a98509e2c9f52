import { useEffect, useEffectEvent } from 'react'
import { isFree } from '@/components/shell/free-key'
import { type Command, commandOf } from './key-commands'

/** Runs the command of every key that is free to be one; `run` says whether it did something. */
export function useCommands(run: (command: Command) => boolean): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (!isFree(event)) return
    const command = commandOf(event)
    // Arrows belong to whatever else has the focus: tabs, a panel that scrolls.
    const onList = event.target === document.body || (event.target instanceof Element && event.target.closest('main'))
    if (!command || (event.key.startsWith('Arrow') && !onList)) return
    if (run(command)) event.preventDefault()
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event)
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}
