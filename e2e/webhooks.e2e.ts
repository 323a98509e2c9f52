import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'
import { Webhook } from 'standardwebhooks'
import { expectAccessible } from './accessible'
import { test as base, expect } from './journey'

type Told = { headers: http.IncomingHttpHeaders; body: string }
interface Receiver {
  url: string
  /** What it was sent, in order. */
  told: Told[]
  /** What it answers from now on. */
  answer(status: number, text: string): void
}

const test = base.extend<{ receiver: Receiver }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from its pattern.
  receiver: async ({}, use) => {
    const told: Told[] = []
    let answer = { status: 200, text: 'thanks' }
    const server = http.createServer(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      told.push({ headers: request.headers, body })
      response.writeHead(answer.status).end(answer.text)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
    await use({
      url,
      told,
      answer: (status, text) => {
        answer = { status, text }
      },
    })
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  },
})

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }
const clipboard = { permissions: ['clipboard-read', 'clipboard-write'] }

const log = (page: Page) => page.getByRole('list', { name: 'Deliveries' })
const pasted = (page: Page) => page.evaluate(() => navigator.clipboard.readText())

/** The body, if a library that knows nothing of us finds it signed with the secret. */
function verified(secret: string, { headers, body }: Told): unknown {
  const named = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [name, String(headers[name])])
  return new Webhook(secret).verify(body, Object.fromEntries(named))
}

test('an admin makes a webhook, tests, disables, rotates, edits and deletes it', async ({
  api,
  enter,
  receiver,
  workspace,
}) => {
  const page = await enter(undefined, clipboard)
  await page.goto(`/${workspace.slug}/settings`)
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Webhooks' }).click()
  await expect(page).toHaveTitle('Webhooks · Throughline')
  await expect(page.getByText('There are no webhooks yet')).toBeVisible()
  await page.getByRole('button', { name: 'Create webhook' }).click()
  const dialog = page.getByRole('dialog', { name: 'Create webhook' })
  const address = dialog.getByLabel('Address')
  await expect(address).toBeFocused()
  await dialog.getByRole('radio', { name: 'Chosen events' }).check()
  await dialog.getByRole('button', { name: 'Create webhook' }).click()
  await expect(address).toHaveAccessibleDescription('Say where events are to be sent')
  await expect(dialog.getByText('Choose at least one')).toBeVisible()
  await dialog.getByRole('checkbox', { name: 'All of deals' }).check()
  await expect(dialog.getByRole('checkbox', { name: 'Deals: moved' })).toBeChecked()
  await dialog.getByRole('checkbox', { name: 'Stages: created' }).check()
  await address.fill('http://10.0.0.1/hook')
  await dialog.getByRole('button', { name: 'Create webhook' }).click()
  await expect(address).toHaveAccessibleDescription(/^This is no address that events are sent to/)
  await expect(address).toBeFocused()
  await address.fill(receiver.url)
  await dialog.getByRole('button', { name: 'Create webhook' }).click()

  const shown = page.getByRole('dialog', { name: 'The webhook is ready' })
  const field = shown.getByLabel('The new secret')
  await expect(field).toBeFocused()
  await expect(field).toHaveAccessibleDescription(/It will not be shown again/)
  const secret = await field.inputValue()
  await shown.getByRole('button', { name: 'Copy the secret' }).click()
  await expect.poll(() => pasted(page)).toBe(secret)
  await shown.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByText('was not copied')).toHaveCount(0)
  await expect(page.getByRole('row').filter({ hasText: receiver.url })).toContainText('Deals: all; Stages: created')

  await page.getByRole('link', { name: receiver.url }).click()
  await expect(page.getByText('Nothing was sent yet')).toBeVisible()
  await expect(page.locator('body')).not.toContainText(secret)
  await page.getByRole('button', { name: 'Send test' }).click()
  const sent = log(page).getByRole('listitem').filter({ hasText: 'webhook.test' })
  await expect(sent).toContainText('Delivered')
  await expect(sent).toContainText('Answered 200.')
  await expect(sent).toContainText('1 attempt')
  await sent.getByRole('button', { name: /^Delivered webhook\.test/ }).click()
  await expect(sent.getByText('thanks')).toBeVisible()
  expect(receiver.told.map((told) => verified(secret, told))).toMatchObject([{ type: 'webhook.test' }])

  await sent.getByRole('button', { name: 'Replay webhook.test' }).click()
  await expect(sent).toContainText('2 attempts')
  expect(receiver.told.map(({ headers }) => headers['webhook-id'])).toEqual(
    Array(2).fill(receiver.told[0]?.headers['webhook-id']),
  )

  receiver.answer(503, 'come back later')
  const board = await api.makeBoard({ Lead: ['Apollo'] })
  const moved = log(page).getByRole('listitem').filter({ hasText: 'deal.created' })
  await page.getByRole('button', { name: 'Refresh' }).click()
  await expect(async () => {
    await page.getByRole('button', { name: 'Refresh' }).click()
    await expect(moved).toContainText(/Answered 503\. (Next attempt|To be sent)/, { timeout: 1000 })
  }).toPass()
  expect(board.cards.Apollo).toBeTruthy()

  await page.getByRole('button', { name: 'Disable', exact: true }).click()
  const question = page.getByRole('alertdialog', { name: /^Disable the webhook to 127\.0\.0\.1/ })
  await expect(question.getByRole('button', { name: 'Keep it enabled' })).toBeFocused()
  await question.getByRole('button', { name: 'Disable webhook' }).click()
  await expect(page.getByRole('button', { name: 'Enable', exact: true })).toBeVisible()
  await expect(moved).toContainText('The webhook was disabled.')
  await expect(page.getByRole('button', { name: 'Send test' })).toHaveAttribute('aria-disabled', 'true')
  await page.getByLabel('Show deliveries').selectOption('Delivered')
  await expect(log(page).getByRole('listitem').filter({ hasText: 'deal.created' })).toHaveCount(0)
  await page.getByLabel('Show deliveries').selectOption('All')
  await page.getByRole('button', { name: 'Enable', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Disable', exact: true })).toBeVisible()

  receiver.answer(200, 'thanks')
  await page.getByRole('button', { name: 'Rotate secret' }).click()
  const rotating = page.getByRole('dialog', { name: 'Rotate the secret' })
  await expect(rotating.getByText('signed by both')).toBeVisible()
  await rotating.getByRole('button', { name: 'Make a new secret' }).click()
  const renewed = await page.getByLabel('The new secret').inputValue()
  expect(renewed).not.toBe(secret)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Show it' }).click()
  await expect(page.getByLabel('The new secret')).toHaveValue(renewed)
  await page.getByRole('button', { name: 'Copy the secret' }).click()
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByText('Two secrets sign')).toBeVisible()
  await moved.getByRole('button', { name: 'Replay deal.created' }).click()
  await expect(moved).toContainText('Answered 200.')
  const last = receiver.told.at(-1) as Told
  for (const each of [secret, renewed]) expect(verified(each, last)).toMatchObject({ type: 'deal.created' })

  await page.getByRole('button', { name: 'Edit' }).click()
  const editing = page.getByRole('dialog', { name: 'Edit webhook' })
  await expect(editing.getByLabel('Address')).toHaveValue(receiver.url)
  await editing.getByLabel('Description').fill('The warehouse')
  await editing.getByRole('checkbox', { name: 'Deals: moved' }).uncheck()
  await expect(editing.getByRole('checkbox', { name: 'All of deals' })).not.toBeChecked()
  await editing.getByRole('radio', { name: 'Everything' }).check()
  await editing.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByText('The warehouse')).toBeVisible()
  await expect(page.getByRole('definition').filter({ hasText: 'Everything' })).toBeVisible()

  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete webhook' }).click()
  await expect(page).toHaveURL(`/${workspace.slug}/settings/webhooks`)
  await expect(page.getByText('There are no webhooks yet')).toBeVisible()
  await page.goBack()
  expect((await api.ask('GET', '/webhooks')).body.data).toEqual([])
})

test('who is no admin learns why there is nothing, and whom to ask', async ({ enter, workspace }) => {
  const page = await enter(await workspace.member('editor'))
  await page.goto(`/${workspace.slug}/settings/webhooks`)
  await expect(page.getByRole('heading', { name: 'Webhooks are for admins' })).toBeVisible()
  await expect(page.getByText('Your role here is editor. Ada Admin can set one up for you.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Create webhook' })).toHaveCount(0)
  await expectAccessible(page, 'editor')
})

test('what cannot be loaded says so, and loads when asked again; what is gone says that', async ({
  api,
  enter,
  receiver,
  workspace,
}) => {
  const { id } = (await api.ask('POST', '/webhooks', { url: receiver.url, events: ['*'] })).body.data
  const page = await enter()
  for (const [path, what] of [
    ['', 'The webhooks'],
    [`/${id}`, 'The webhook'],
  ] as const) {
    await page.route('**/api/v1/webhooks**', (route) => route.abort())
    await page.goto(`/${workspace.slug}/settings/webhooks${path}`)
    await expect(page.getByRole('alert').filter({ hasText: `${what} could not be loaded` })).toBeVisible({
      timeout: 15_000,
    })
    await page.unroute('**/api/v1/webhooks**')
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByText(receiver.url).filter({ visible: true })).toBeVisible()
  }
  await page.goto(`/${workspace.slug}/settings/webhooks/00000000-0000-7000-8000-000000000000`)
  await expect(page.getByRole('heading', { name: 'This webhook is not there' })).toBeVisible()
})

test('the log is shown fifty at a time', async ({ api, enter, receiver, workspace }) => {
  const { id } = (await api.ask('POST', '/webhooks', { url: receiver.url, events: ['webhook.updated'] })).body.data
  await Promise.all(Array.from({ length: 51 }, () => api.ask('POST', `/webhooks/${id}/test`, {})))
  const page = await enter()
  await page.goto(`/${workspace.slug}/settings/webhooks/${id}`)
  await expect(log(page).getByRole('button', { name: 'Replay' })).toHaveCount(50)
  await page.getByRole('button', { name: 'Show more' }).click()
  await expect(log(page).getByRole('button', { name: 'Replay' })).toHaveCount(51)
  await expect(page.getByRole('button', { name: 'Show more' })).toHaveCount(0)
})

for (const [look, options] of Object.entries({
  'in the light theme': { colorScheme: 'light' as const },
  'in the dark theme': { colorScheme: 'dark' as const },
  'on a phone': phone,
})) {
  test(`webhooks are easy to read and to reach ${look}`, async ({ api, enter, receiver, workspace }) => {
    const long = `${receiver.url}/${'a-very-long-path'.repeat(100)}`
    const description = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'
    const { id } = (await api.ask('POST', '/webhooks', { url: long, description, events: ['*'] })).body.data
    await api.ask('POST', '/webhooks', { url: receiver.url, events: ['deal.*', 'stage.created'], enabled: false })
    receiver.answer(503, '<p>over capacity</p> '.repeat(40))
    await api.ask('POST', `/webhooks/${id}/test`, {})
    const page = await enter(undefined, options)
    const screen = async (name: string) => {
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(overflow, name).toBe(0)
      await expectAccessible(page, `${name} ${look}`)
    }
    await page.goto(`/${workspace.slug}/settings/webhooks`)
    await expect(page.getByRole('rowheader')).toHaveCount(2)
    await screen('the list')
    await page.getByRole('button', { name: 'Create webhook' }).click()
    await page.getByRole('radio', { name: 'Chosen events' }).check()
    await page.getByRole('checkbox', { name: 'Deals: moved' }).check()
    await page.getByRole('dialog').getByRole('button', { name: 'Create webhook' }).click()
    await expect(page.getByRole('dialog').getByLabel('Address')).toBeFocused()
    await screen('the form')
    await page.getByRole('dialog').getByLabel('Address').fill(`${receiver.url}/another`)
    await page.getByRole('dialog').getByRole('button', { name: 'Create webhook' }).click()
    await expect(page.getByLabel('The new secret')).toBeVisible()
    await screen('the secret')
    await page.getByRole('button', { name: 'Copy the secret' }).click()
    await page.getByRole('button', { name: 'Done' }).click()
    await page.goto(`/${workspace.slug}/settings/webhooks/${id}`)
    const entry = log(page).getByRole('listitem').first()
    await expect(entry).toContainText('Answered 503.')
    await entry.getByRole('button', { expanded: false }).first().click()
    await screen('the log')
    await page.getByRole('button', { name: 'Rotate secret' }).click()
    await screen('the rotation')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Delete' }).click()
    await expect(page.getByRole('alertdialog')).toBeVisible()
    await screen('the question')
  })
}
