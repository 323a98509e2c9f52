import { Check, ChevronDown, CircleUser, Users } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { useWorkspace } from '@/components/shell/workspace'
import { Avatar } from '@/components/ui/avatar'
import { Button } from '@/components/ui/button'
import { menuLook } from '@/components/ui/menu'
import { usePeople } from './use-people'

/** Whose tasks are shown. */
export function WhoMenu({ who, onChoose }: { who: string; onChoose: (who: string) => void }) {
  const { user } = useWorkspace()
  const { people, nameOf } = usePeople()
  const others = people.filter(({ id }) => id !== user.id)
  const chosen = who === user.id ? 'me' : who
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <Button kind="quiet" size="small" aria-label={`Whose tasks: ${wordsFor(chosen, nameOf)}`}>
          {chosen === 'everyone' ? (
            <Users size={14} aria-hidden />
          ) : chosen === 'nobody' ? (
            <CircleUser size={14} aria-hidden />
          ) : (
            <span aria-hidden className="inline-flex">
              <Avatar
                id={chosen === 'me' ? user.id : chosen}
                name={nameOf(chosen === 'me' ? user.id : chosen) ?? '?'}
              />
            </span>
          )}
          <span className="max-w-32 truncate">{wordsFor(chosen, nameOf)}</span>
          <ChevronDown size={12} aria-hidden />
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content align="start" sideOffset={4} collisionPadding={8} className={menuLook.content}>
          <DropdownMenu.RadioGroup value={chosen} onValueChange={onChoose}>
            <Choice value="me" name="My tasks" id={user.id} avatar={user.name} />
            <Choice value="everyone" name="Everyone’s" />
            <Choice value="nobody" name="Nobody’s" />
            {others.length > 0 && <DropdownMenu.Separator className={menuLook.separator} />}
            {others.map(({ id, name }) => (
              <Choice key={id} value={id} name={name} id={id} avatar={name} />
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

function Choice({ value, name, id, avatar }: { value: string; name: string; id?: string; avatar?: string }) {
  const Icon = value === 'everyone' ? Users : CircleUser
  return (
    <DropdownMenu.RadioItem value={value} textValue={name} className={menuLook.item}>
      <span aria-hidden className="grid w-5 shrink-0 place-items-center text-muted">
        {id && avatar ? <Avatar id={id} name={avatar} /> : <Icon size={16} />}
      </span>
      <span dir="auto" className="min-w-0 grow truncate">
        {name}
      </span>
      <DropdownMenu.ItemIndicator>
        <Check size={14} aria-hidden />
      </DropdownMenu.ItemIndicator>
    </DropdownMenu.RadioItem>
  )
}

function wordsFor(who: string, nameOf: (id: string) => string | null): string {
  if (who === 'me') return 'My tasks'
  if (who === 'everyone') return 'Everyone’s'
  if (who === 'nobody') return 'Nobody’s'
  return nameOf(who) ?? 'Somebody who left'
}
