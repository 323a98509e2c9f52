import type { StageType } from './board'

const colors = ['#64748b', '#3b82f6', '#8b5cf6', '#d97706', '#0d9488', '#db2777']
const won = '#16a34a'
const lost = '#dc2626'

const wonWords = /\b(won|hired|signed|customer|accepted)\b/i
const lostWords = /\b(lost|rejected|declined|withdrawn)\b/i

/** A stage of this name: a won or lost one when its name says so. */
export function stageNamed(name: string, at: number): { name: string; type: StageType; color: string } {
  if (wonWords.test(name)) return { name, type: 'won', color: won }
  if (lostWords.test(name)) return { name, type: 'lost', color: lost }
  return { name, type: 'open', color: colors[at % colors.length] ?? won }
}

const lines = (...stages: string[]): string => stages.join('\n')

/** The names of stages to begin a board with, one a line, by what lies on it. */
export const starterStages: Record<string, string> & { opportunities: string; other: string } = {
  opportunities: lines('Qualification', 'Discovery', 'Proposal', 'Negotiation', 'Closed Won', 'Closed Lost'),
  candidates: lines('Applied', 'Screening', 'Interview', 'Offer', 'Hired', 'Rejected'),
  other: lines('To do', 'Doing', 'Done'),
}
