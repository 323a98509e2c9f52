import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { readAllowList } from './allow-list'
import { type Outbound, openOutbound } from './send'
import type { Lookup } from './target'

const open: (() => unknown)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

async function receiver(answer: http.RequestListener): Promise<number> {
  const server = http.createServer(answer).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  open.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** A way out that resolves every name to these addresses, one set a question. */
function outbound(allow: string, ...sets: string[][]): Outbound & { asked: () => number } {
  let asked = 0
  const lookup: Lookup = async () => (sets[asked++] ?? []).map((address) => ({ address, family: 4 }))
  const way = openOutbound({ allow: readAllowList(allow), lookup })
  open.push(() => way.close())
  return { ...way, asked: () => asked }
}

describe('a request', () => {
  test('goes out with what it was given, and gives the reply', async () => {
    const seen: string[] = []
    const port = await receiver(async (incoming, outgoing) => {
      let body = ''
      for await (const chunk of incoming) body += chunk
      seen.push(`${incoming.method} ${incoming.url} ${incoming.headers.host} ${incoming.headers['x-a']} ${body}`)
      outgoing.writeHead(201, { 'x-b': 'there' }).end('thanks')
    })
    const way = outbound(`127.0.0.1:${port}`, ['127.0.0.1'])
    const url = `http://hooks.example:${port}/in?q=1`
    const reply = await way.send(url, { method: 'POST', headers: { 'x-a': 'here' }, body: '{"a":1}' })
    expect(reply).toMatchObject({ status: 201, cut: false })
    expect([reply.body.toString(), reply.headers['x-b']]).toEqual(['thanks', 'there'])
    expect(seen).toEqual([`POST /in?q=1 hooks.example:${port} here {"a":1}`])
    expect(way.asked()).toBe(1)
  })

  test('reaches nobody whose name stands for a forbidden address by the time it is connected to', async () => {
    let reached = 0
    const port = await receiver((_, outgoing) => {
      reached++
      outgoing.end()
    })
    for (const addresses of [['127.0.0.1'], ['93.184.216.34', '127.0.0.1']]) {
      const sent = outbound('', addresses).send(`http://rebind.example:${port}/`, { method: 'GET' })
      await expect(sent).rejects.toThrow('rebind.example stands for 127.0.0.1, which is a loopback address')
    }
    expect(reached).toBe(0)
  })

  test('asks for the name once a connection, so that a second answer cannot lead it elsewhere', async () => {
    const port = await receiver((_, outgoing) => void outgoing.end('here'))
    const way = outbound(`127.0.0.1:${port}`, ['127.0.0.1'], ['10.0.0.1'])
    const reply = await way.send(`http://hooks.example:${port}/`, { method: 'GET' })
    expect(reply.body.toString()).toBe('here')
    expect(way.asked()).toBe(1)
  })

  test('does not follow a redirect', async () => {
    let reached = 0
    const inner = await receiver(() => reached++)
    const port = await receiver((_, outgoing) => {
      outgoing.writeHead(302, { location: `http://127.0.0.1:${inner}/` }).end()
    })
    const way = outbound(`127.0.0.1:${port},127.0.0.1:${inner}`)
    expect((await way.send(`http://127.0.0.1:${port}/`, { method: 'POST', body: '' })).status).toBe(302)
    expect(reached).toBe(0)
  })

  test('reads no more of a reply than it should, however much there is', async () => {
    const port = await receiver((_, outgoing) => {
      const more = () => {
        while (!outgoing.destroyed && outgoing.write('x'.repeat(16_384)));
        outgoing.once('drain', more)
      }
      more()
    })
    const way = outbound(`127.0.0.1:${port}`)
    const reply = await way.send(`http://127.0.0.1:${port}/`, { method: 'GET' })
    expect([reply.body.length, reply.cut]).toEqual([65_536, true])
    const less = await way.send(`http://127.0.0.1:${port}/`, { method: 'GET', readAtMost: 10 })
    expect([less.body.toString(), less.cut]).toEqual(['x'.repeat(10), true])
  })

  test('gives up on a reply that does not begin, and on one that does not end', async () => {
    const mute = await receiver(() => {})
    const slow = await receiver((_, outgoing) => void outgoing.write('a'))
    const way = outbound(`127.0.0.1:${mute},127.0.0.1:${slow}`)
    for (const port of [mute, slow]) {
      await expect(way.send(`http://127.0.0.1:${port}/`, { method: 'GET', timeout: 100 })).rejects.toThrow(
        'There was no reply within 0.1 seconds.',
      )
    }
  })

  test('says why there was no reply', async () => {
    const free = await receiver(() => {})
    const cut = await receiver((incoming) => incoming.socket.destroy())
    const other = net.createServer((socket) => socket.end('220 smtp.example ESMTP\r\n')).listen(0, '127.0.0.1')
    open.push(() => other.close())
    await new Promise((resolve) => other.once('listening', resolve))
    const smtp = (other.address() as AddressInfo).port
    for (const close of open.splice(0, 1)) close()
    const way = outbound('127.0.0.0/8')
    const said = (port: number, protocol = 'http') =>
      way.send(`${protocol}://127.0.0.1:${port}/`, { method: 'GET' }).then(
        () => 'a reply',
        (error: Error) => `${error.name}: ${error.message}`,
      )
    expect(await said(free)).toBe('NoReply: Nothing listens at this address.')
    expect(await said(cut)).toBe('NoReply: The connection was cut.')
    expect(await said(smtp)).toBe('NoReply: What came back is no HTTP.')
    expect(await said(smtp, 'https')).toBe('NoReply: There was no agreement on TLS.')
    const nobody = openOutbound({
      allow: readAllowList(''),
      lookup: () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' })),
    })
    await expect(nobody.send('http://nobody.example/', { method: 'GET' })).rejects.toThrow('There is no such host.')
  })
})
