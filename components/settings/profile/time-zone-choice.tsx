import { useRouter } from 'next/navigation'
import { useMemo } from 'react'
import { explain } from '@/components/shell/refusal-words'
import { useWorkspace } from '@/components/shell/workspace'
import { Combobox } from '@/components/ui/combobox'
import { Saved } from './saved'
import { ofDevice, timeZoneOptions } from './time-zones'
import { type Me, useSaveMe } from './use-me'

/** By whose clock this person's days begin and end. */
export function TimeZoneChoice({ me }: { me: Me }) {
  const { slug } = useWorkspace()
  const router = useRouter()
  // Every page was made by the former clock.
  const save = useSaveMe(slug, () => router.refresh())
  const shown = save.isPending ? (save.variables.time_zone ?? null) : me.time_zone
  const options = useMemo(
    () => timeZoneOptions(me.time_zone, new Intl.DateTimeFormat().resolvedOptions().timeZone, new Date()),
    [me.time_zone],
  )
  return (
    <Combobox
      label="Time zone"
      aside={<Saved shown={save.isSuccess} />}
      hint="When a day of yours begins and ends, in every workspace that you are in."
      error={save.error ? `${explain(save.error)} Your time zone is as it was.` : undefined}
      value={shown ?? ofDevice}
      options={options}
      onChoose={(zone) => save.mutate({ time_zone: zone === ofDevice ? null : zone })}
    />
  )
}
