import fs from 'node:fs'
import path from 'node:path'
import type { Role } from '../member/role'
import type { NewStage } from '../pipeline/create'
import type { Priority, TaskAction } from '../task/task'

interface DemoCard {
  /** The account of a demo member. */
  owner: string
  tags?: string[]
  source?: string
  description?: string
  lostReason?: string
  /** When it entered each stage that it has seen, in order; it stands in the last. */
  enteredDaysAgo: Record<string, number>
}

export interface DemoDeal extends DemoCard {
  title: string
  company: string
  contact?: string
  /** Minor units. */
  value?: number
  currency?: string
  closesInDays?: number
}

export interface DemoCandidate extends DemoCard {
  name: string
  position: string
}

export interface DemoTask {
  title: string
  /** The account of a demo member; the admin's otherwise. */
  assignedTo?: string
  /** Who made it; the admin otherwise. */
  by?: string
  dueInDays?: number
  /** The time that it is due at, in UTC. */
  at?: string
  actionType?: TaskAction
  priority?: Priority
  recurrence?: string
  /** The title of the deal that it is about. */
  deal?: string
  doneDaysAgo?: number
}

export interface DemoBoard {
  name: string
  object: string
  stages: NewStage[]
}

export interface DemoMember {
  /** The part of the e-mail address before the @. */
  account: string
  name: string
  role: Role
}

/** Of what the deals after the told ones are put together. */
export interface FurtherDeals {
  subjects: string[]
  scopes: string[]
  tags: string[]
  sources: string[]
  lostReasons: string[]
  /** In per cent. */
  sharesOfStages: Record<string, number>
}

interface DemoData {
  boards: DemoBoard[]
  members: DemoMember[]
  companies: { name: string; domain: string; industry: string; location: string }[]
  contacts: { name: string; email: string; phone: string; jobTitle: string; company: string }[]
  deals: DemoDeal[]
  candidates: DemoCandidate[]
  tasks: DemoTask[]
  'further-deals': FurtherDeals
}

const home = path.join(import.meta.dirname, '../../../prisma/demo')

/** One part of the demo's content, as prisma/demo has it. */
export function demoData<Part extends keyof DemoData>(part: Part): DemoData[Part] {
  return JSON.parse(fs.readFileSync(path.join(home, `${part}.json`), 'utf8'))
}
