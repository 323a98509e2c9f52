import { describe, expect, it } from 'vitest'
import { examplesOf } from './examples'

const given = {
  address: 'https://sales.example.com',
  workspace: 'acme',
  writes: true,
  place: { pipelineId: 'p1', stageId: 's1' },
}

describe('examplesOf', () => {
  it('carries the key as each reference does in its own examples', () => {
    const first = (language: Parameters<typeof examplesOf>[0]['language']) =>
      examplesOf({ ...given, language, key: 'the-key' })[0]?.command
    const url = 'https://sales.example.com/api/v1/pipelines'
    expect(first('rex')).toBe(`curl "${url}" \\\n  -H "X-Api-Key: the-key"`)
    expect(first('kasar')).toBe(`curl "${url}" \\\n  -H "Authorization: Bearer the-key"`)
    expect(first('clarky')).toBe(`curl "${url}" \\\n  -H "Authorization: Bearer the-key"`)
    expect(first('kaireon')).toBe(`curl "${url}" \\\n  -H "Authorization: Bearer the-key" \\\n  -H "X-Tenant-Id: acme"`)
  })

  it('sends what it makes as JSON', () => {
    const [, write] = examplesOf({ ...given, language: 'clarky', key: 'k' })
    const body = /-d '([^']*)'$/.exec(write?.command ?? '')?.[1]
    expect(JSON.parse(body ?? '')).toEqual({ pipeline_stage_id: 's1', title: 'My first card' })
    expect(write?.command).toContain('-H "Content-Type: application/json"')
  })

  it('writes only with a key that may, and onto a board only where there is one', () => {
    const titles = (language: 'rex' | 'clarky', more: object) =>
      examplesOf({ ...given, language, key: 'k', ...more }).map(({ title }) => title)
    expect(titles('rex', {})).toEqual(['List the pipelines', 'Create a deal'])
    expect(titles('rex', { place: null })).toEqual(['List the pipelines', 'Create a pipeline'])
    expect(titles('clarky', { place: null })).toEqual(['List the pipelines'])
    expect(titles('clarky', { writes: false })).toEqual(['List the pipelines'])
  })
})
