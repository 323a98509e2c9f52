import type { Language } from './api-key'
import type { Place } from './example-place'

/** A first request, ready for a terminal. */
export type Example = { title: string; command: string }

type Given = {
  /** The app's public address, without a slash at its end. */
  address: string
  workspace: string
  key: string
  language: Language
  /** Whether the key may write. */
  writes: boolean
  /** Where a card can go; without one nothing is put on a board. */
  place: Place | null
}

/** Requests that work as they stand: one that reads, and where the key may write one that makes something. */
export function examplesOf(given: Given): Example[] {
  const { address, language, writes } = given
  const headers = credentials[language](given)
  const reading = { title: reads[language], command: curl(`${address}/api/v1/pipelines`, headers) }
  const write = writes ? written[language](given.place) : null
  if (!write) return [reading]
  return [reading, { title: write.title, command: curl(`${address}/api/v1${write.path}`, headers, write.body) }]
}

/** How each reference's own examples carry a key. */
const credentials: Record<Language, (given: Given) => string[]> = {
  kasar: ({ key }) => [`Authorization: Bearer ${key}`],
  rex: ({ key }) => [`X-Api-Key: ${key}`],
  clarky: ({ key }) => [`Authorization: Bearer ${key}`],
  kaireon: ({ key, workspace }) => [`Authorization: Bearer ${key}`, `X-Tenant-Id: ${workspace}`],
}

const reads: Record<Language, string> = {
  kasar: 'List the boards',
  rex: 'List the pipelines',
  clarky: 'List the pipelines',
  kaireon: 'List the data pipelines',
}

type Write = { title: string; path: string; body: object }

const written: Record<Language, (place: Place | null) => Write | null> = {
  kasar: () => ({ title: 'Create a contact', path: '/records/contacts', body: { name: 'Ada Lovelace' } }),
  rex: (place) =>
    place
      ? {
          title: 'Create a deal',
          path: '/deals',
          body: { name: 'My first deal', pipeline_id: place.pipelineId, stage_id: place.stageId },
        }
      : {
          title: 'Create a pipeline',
          path: '/pipelines',
          body: {
            name: 'My first pipeline',
            stages: [
              { name: 'Talking', type: 'open' },
              { name: 'Won', type: 'won' },
            ],
          },
        },
  clarky: (place) =>
    place && {
      title: 'Create a card',
      path: '/pipeline-cards',
      body: { pipeline_stage_id: place.stageId, title: 'My first card' },
    },
  kaireon: () => ({ title: 'Create a connector', path: '/connectors', body: { name: 'My first source', type: 'csv' } }),
}

function curl(url: string, headers: string[], body?: object): string {
  const lines = [`curl "${url}"`, ...headers.map((header) => `-H "${header}"`)]
  if (body)
    lines.push('-H "Content-Type: application/json"', `-d '${JSON.stringify(body, null, 2).replaceAll('\n', '\n  ')}'`)
  return lines.join(' \\\n  ')
}
