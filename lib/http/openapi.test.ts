import { describe, expect, it } from 'vitest'
import { GET } from '@/app/api/v1/openapi/[file]/route'
import { dialects } from '@/lib/contracts/contract'
import { openApiOf } from '@/lib/contracts/openapi/document'
import { version } from '@/package.json'

const ask = (file: string, headers: Record<string, string> = {}) =>
  GET(new Request(`http://localhost/api/v1/openapi/${file}`, { headers }))

describe('GET /openapi/{file}', () => {
  it.each(dialects)('gives the document of %s, and says when it has been got already', async (dialect) => {
    const reply = await ask(`${dialect}.json`)
    expect(reply.status).toBe(200)
    expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(await reply.json()).toEqual(openApiOf(dialect, version))
    const etag = reply.headers.get('etag') ?? ''
    expect(etag).toMatch(/^"[\w-]{43}"$/)
    const again = await ask(`${dialect}.json`, { 'if-none-match': etag })
    expect([again.status, await again.text()]).toEqual([304, ''])
    for (const each of [reply, again]) {
      expect(each.headers.get('cache-control')).toBe('no-cache')
      expect(each.headers.get('etag')).toBe(etag)
    }
  })

  it.each(['kasar', 'rex.yaml', 'openapi.json', 'REX.json', '__proto__.json', 'rex.json%00'])(
    'knows no %s',
    async (file) => {
      const reply = await ask(file)
      expect([reply.status, await reply.json()]).toEqual([
        404,
        { error: { code: 'not_found', message: 'There is nothing at this path' } },
      ])
    },
  )

  it('refuses a parameter by name', async () => {
    expect((await ask('rex.json?pretty=1')).status).toBe(400)
  })
})
