import net, { type AddressInfo, type Socket } from 'node:net'
import type { Request } from '@playwright/test'
import { expect, test } from './journey'

const cards = { Lead: ['Alder', 'Birch'], Offer: ['Cedar'] }

test.describe('two people on one board', () => {
  test('see each other’s moves', async ({ api, workspace, openBoard }) => {
    const made = await api.makeBoard(cards)
    const mine = await openBoard(made)
    const theirs = await openBoard(made, await workspace.member('editor'))
    await theirs.shows(cards)
    await mine.drag('Alder', 'Offer', 'end')
    const dropped = Date.now()
    await expect(theirs.titles('Offer')).toHaveText(['Cedar', 'Alder'])
    console.log(`live: a move was seen in another browser after ${Date.now() - dropped} ms`)
    await theirs.counts({ Lead: '1', Offer: '2' })
    await theirs.drag('Cedar', 'Lead', { above: 'Birch' })
    await expect(mine.titles('Lead')).toHaveText(['Cedar', 'Birch'])
    await mine.shows({ Lead: ['Cedar', 'Birch'], Offer: ['Alder'] })
  })

  test('see what integrations make, rename, move and delete', async ({ api, openBoard }) => {
    const made = await api.makeBoard(cards)
    const board = await openBoard(made)
    await board.shows(cards)
    const deal = { name: 'Damson', pipeline_id: made.id, stage_id: made.stages.Offer, value: 120_000, currency: 'EUR' }
    const { data } = (await api.ask('POST', '/deals', deal)).body
    await board.shows({ Offer: ['Cedar', 'Damson'] })
    await board.total('Offer', { short: '€1.2K', full: '€1,200' })
    await api.ask('PATCH', `/deals/${data.id}`, { name: 'Damson plum' })
    await board.shows({ Offer: ['Cedar', 'Damson plum'] })
    await api.ask('POST', `/deals/${data.id}/stage`, { stage_id: made.stages.Lead, order_index: 1 })
    await board.shows({ Lead: ['Alder', 'Damson plum', 'Birch'], Offer: ['Cedar'] })
    await api.ask('DELETE', `/deals/${data.id}`)
    await board.shows(cards)
    await board.counts({ Lead: '2', Offer: '1' })
    await api.ask('POST', `/pipelines/${made.id}/stages`, { name: 'Signed', type: 'won' })
    await expect(board.column('Signed')).toBeVisible()
  })

  test('hear through one stream a tab, which goes along to another board', async ({ api, openBoard, workspace }) => {
    const [first, second] = [await api.makeBoard(cards, 'First'), await api.makeBoard(cards, 'Second')]
    const board = await openBoard(first)
    const { page } = board
    const streams: Request[] = []
    page.on('request', (sent) => sent.url().includes('/api/v1/live') && streams.push(sent))
    await page.getByRole('complementary').getByRole('link', { name: 'Second' }).click()
    await expect(page).toHaveURL(`/${workspace.slug}/boards/${second.id}`)
    await board.shows(cards)
    await expect.poll(() => streams.length).toBe(1)
    await api.ask('POST', `/deals/${second.cards.Alder}/stage`, { stage_id: second.stages.Offer })
    await board.shows({ Lead: ['Birch'], Offer: ['Cedar', 'Alder'] })
    await page.getByRole('complementary').getByRole('link', { name: 'Boards', exact: true }).click()
    await expect(page).toHaveURL(`/${workspace.slug}/boards`)
    await api.ask('POST', `/deals/${second.cards.Birch}/stage`, { stage_id: second.stages.Offer })
    await page.getByRole('complementary').getByRole('link', { name: 'Second' }).click()
    await board.shows({ Lead: [], Offer: ['Cedar', 'Alder', 'Birch'] })
    expect(streams).toHaveLength(1)
  })

  test('learn that the board is gone, and that it is back', async ({ api, openBoard }) => {
    const made = await api.makeBoard(cards)
    const board = await openBoard(made)
    await board.shows(cards)
    await api.ask('DELETE', `/pipelines/${made.id}`)
    await expect(board.page.getByText('There is no such board here')).toBeVisible()
    await api.ask('POST', `/pipelines/${made.id}/restore`, {})
    await board.page.reload()
    await board.shows(cards)
  })

  test('a hand that holds a card is not disturbed', async ({ api, openBoard }) => {
    const made = await api.makeBoard(cards)
    const board = await openBoard(made)
    await board.shows(cards)
    await board.lift('Alder')
    await board.hold('Offer', { above: 'Cedar' })
    const seen = board.page.waitForResponse((reply) => reply.url().includes('deal_id='))
    const moved = await api.ask('POST', `/deals/${made.cards.Birch}/stage`, { stage_id: made.stages.Offer })
    expect(moved.status).toBe(200)
    await board.shows(cards)
    await board.drop()
    await seen
    await board.shows({ Lead: [], Offer: ['Alder', 'Cedar', 'Birch'] })
  })

  test('a browser that lost the server says so, and catches up when it is back', async ({
    api,
    baseURL,
    openBoard,
    workspace,
  }) => {
    const made = await api.makeBoard(cards)
    const wire = await openWire(Number(new URL(baseURL ?? '').port))
    const board = await openBoard(made, undefined, { baseURL: `http://127.0.0.1:${wire.port}` })
    await board.shows(cards)
    wire.cut()
    await expect(board.page.getByText('No connection: what colleagues do')).toBeVisible({ timeout: 15_000 })
    await api.ask('POST', `/deals/${made.cards.Alder}/stage`, { stage_id: made.stages.Offer })
    await board.shows(cards)
    wire.mend()
    await expect(board.titles('Offer')).toHaveText(['Cedar', 'Alder'], { timeout: 15_000 })
    await expect(board.page.getByText('No connection: what colleagues do')).toBeHidden()
    expect(board.page.url()).toContain(workspace.slug)
    await wire.close()
  })
})

/** A wire between a browser and the app, to be cut. */
async function openWire(to: number) {
  const ends = new Set<Socket>()
  let whole = true
  const server = net.createServer((near) => {
    if (!whole) return void near.destroy()
    const far = net.connect(to, '127.0.0.1')
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(end)
      end.pipe(other)
      end.on('error', () => other.destroy())
      end.on('close', () => {
        ends.delete(end)
        other.destroy()
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = () => {
    whole = false
    for (const end of ends) end.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    mend: () => {
      whole = true
    },
    close: () => {
      cut()
      return new Promise((resolve) => server.close(resolve))
    },
  }
}
