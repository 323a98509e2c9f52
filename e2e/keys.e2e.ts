import type { Page } from '@playwright/test'
import { expectAccessible } from './accessible'
import { expect, test } from './journey'

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }
const clipboard = { permissions: ['clipboard-read', 'clipboard-write'] }

/** Does what a copied curl command says, with fetch. */
function run(command: string): Promise<Response> {
  const url = /^curl "([^"]+)"/.exec(command)?.[1] ?? ''
  const headers = [...command.matchAll(/-H "([^:]+): ([^"]+)"/g)].map(([, name = '', value = '']) => [name, value])
  const body = /-d '([^']*)'/.exec(command)?.[1]
  const method = body === undefined ? 'GET' : 'POST'
  return fetch(url, { method, headers: Object.fromEntries(headers), body })
}

const pasted = (page: Page) => page.evaluate(() => navigator.clipboard.readText())
const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name })

test('an admin makes a key, its curl works, the list tells its use, and revoking it stops it', async ({
  api,
  enter,
  workspace,
}) => {
  await api.makeBoard({ Lead: [], Won: [] })
  const page = await enter(undefined, clipboard)
  await page.goto(`/${workspace.slug}/boards`)
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('link', { name: 'API keys' }).click()
  await expect(page).toHaveURL(`/${workspace.slug}/settings/api-keys`)
  await expect(page).toHaveTitle('API keys · Throughline')
  await page.getByRole('button', { name: 'Create key' }).click()
  const dialog = page.getByRole('dialog', { name: 'Create API key' })
  await expect(dialog.getByLabel('Name')).toBeFocused()
  await dialog.getByRole('button', { name: 'Create key' }).click()
  await expect(dialog.getByLabel('Name')).toHaveAccessibleDescription('Say what the key is for')
  await dialog.getByLabel('Name').fill('Nightly export')
  await dialog.getByRole('button', { name: 'Create key' }).click()

  const shown = page.getByRole('dialog', { name: '“Nightly export” is ready' })
  const field = shown.getByLabel('The new key')
  await expect(field).toBeFocused()
  await expect(field).toHaveAccessibleDescription(/It will not be shown again/)
  const key = await field.inputValue()
  expect(key).toMatch(/^rex_live_[0-9a-f]{40}$/)
  await shown.getByRole('button', { name: 'Copy the key' }).click()
  await expect(shown.getByRole('button', { name: 'Copy the key' })).toHaveText(/Copied/)
  expect(await pasted(page)).toBe(key)

  await shown.getByRole('button', { name: 'Copy “List the pipelines”' }).click()
  await expect.poll(() => pasted(page)).toContain('/api/v1/pipelines')
  const reading = await pasted(page)
  expect(await (await run(reading)).json()).toMatchObject({ data: [{ name: 'Sales' }] })
  await shown.getByRole('button', { name: 'Copy “Create a deal”' }).click()
  await expect.poll(() => pasted(page)).toContain('/api/v1/deals')
  const written = await run(await pasted(page))
  expect([written.status, (await written.json()).data.name]).toEqual([201, 'My first deal'])
  await shown.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByText('was not copied')).toHaveCount(0)

  await page.reload()
  const made = row(page, 'Nightly export')
  await expect(made.getByRole('rowheader')).toContainText('Nightly export')
  await expect(made.getByRole('cell', { name: /^(This minute|1 minute ago)/ })).toBeVisible()
  await expect(made).toContainText(`REX${key.slice(0, 15)}…`)
  await expect(made).toContainText('Editor, read and write')
  await expect(page.locator('body')).not.toContainText(key)

  await page.getByRole('button', { name: 'Revoke Nightly export' }).click()
  const confirm = page.getByRole('alertdialog', { name: 'Revoke “Nightly export”?' })
  await expect(confirm).toHaveAccessibleDescription(/stops working with its next request/)
  await expect(confirm.getByRole('button', { name: 'Keep it' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(confirm).toBeHidden()
  expect((await run(reading)).status).toBe(200)
  await page.getByRole('button', { name: 'Revoke Nightly export' }).click()
  await confirm.getByRole('button', { name: 'Revoke key' }).click()
  await expect(page.getByText('“Nightly export” is revoked')).toBeVisible()
  await expect(made).toContainText('Revoked')
  await expect(made.getByRole('button')).toHaveCount(0)
  expect((await run(reading)).status).toBe(401)
})

test('every contract’s first requests work as they are copied', async ({ api, enter, workspace }) => {
  await api.makeBoard({ Lead: [], Won: [] })
  const page = await enter()
  await page.goto(`/${workspace.slug}/settings/api-keys`)
  for (const [contract, prefix] of [
    ['Kasar', 'ksr_'],
    ['REX', 'rex_live_'],
    ['Clarky', 'ck_live_'],
    ['KaireonAI', 'krn_'],
  ] as const) {
    await page.getByRole('button', { name: 'Create key' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill(`For ${contract}`)
    await page.getByRole('radio', { name: contract }).check()
    await page.getByRole('dialog').getByRole('button', { name: 'Create key' }).click()
    await expect(page.getByLabel('The new key')).toHaveValue(new RegExp(`^${prefix}`))
    const commands = page.getByRole('region', { name: 'First requests' }).locator('pre')
    await expect(commands).toHaveCount(2)
    const [read = '', write = ''] = await commands.allTextContents()
    expect((await run(read)).status, read).toBe(200)
    expect((await run(write)).status, write).toBe(201)
    await page.getByRole('button', { name: 'Done' }).click()
  }
})

test('a key that was not copied can be shown once more, and a lost answer makes no second one', async ({
  enter,
  workspace,
}) => {
  const page = await enter()
  await page.goto(`/${workspace.slug}/settings/api-keys`)
  await expect(page.getByText('There are no keys yet')).toBeVisible()
  const sent: (string | undefined)[] = []
  await page.route('**/api/v1/api-keys', async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    sent.push(route.request().headers()['idempotency-key'])
    if (sent.length > 1) return route.continue()
    // It arrives, but its answer does not.
    await route.fetch()
    await route.abort()
  })
  await page.getByRole('button', { name: 'Create key' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Import')
  await dialog.getByLabel('Scope').selectOption('Read only')
  await expect(dialog.getByText('Reads, and changes nothing.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Create key' }).click()
  await expect(dialog.getByRole('alert')).toContainText('no second key will be made')
  await dialog.getByRole('button', { name: 'Create key' }).click()
  const key = await page.getByLabel('The new key').inputValue()
  expect(new Set(sent).size).toBe(1)
  // A key that only reads has no request that writes.
  await expect(page.locator('pre')).toHaveCount(1)
  await page.mouse.click(5, 5)
  await expect(page.getByLabel('The new key')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await page.getByRole('button', { name: 'Show it' }).click()
  await expect(page.getByLabel('The new key')).toHaveValue(key)
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('rowheader')).toHaveCount(1)
})

test('who is no admin learns why there is nothing, and whom to ask', async ({ enter, workspace }) => {
  for (const role of ['viewer', 'editor'] as const) {
    const page = await enter(await workspace.member(role))
    await page.goto(`/${workspace.slug}/settings/api-keys`)
    await expect(page.getByRole('heading', { name: 'API keys are for admins' })).toBeVisible()
    await expect(page.getByText(`Your role here is ${role}. Ada Admin can make one for you.`)).toBeVisible()
    await expect(page.getByRole('button', { name: 'Create key' })).toHaveCount(0)
    await expectAccessible(page, role)
  }
})

test('the list says when it cannot be loaded, and loads when asked again', async ({ api, enter, workspace }) => {
  await api.ask('POST', '/api-keys', { name: 'Nightly export', contract: 'kasar' })
  const page = await enter()
  await page.route('**/api/v1/api-keys*', (route) => route.abort())
  await page.goto(`/${workspace.slug}/settings/api-keys`)
  await expect(page.getByRole('alert').filter({ hasText: 'The keys could not be loaded' })).toBeVisible({
    timeout: 15_000,
  })
  await page.unroute('**/api/v1/api-keys*')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(row(page, 'Nightly export')).toBeVisible()
})

for (const [look, options] of Object.entries({
  'in the light theme': { colorScheme: 'light' as const },
  'in the dark theme': { colorScheme: 'dark' as const },
  'on a phone': phone,
})) {
  test(`keys are easy to read and to reach ${look}`, async ({ api, enter, workspace }) => {
    const word = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'
    const soon = new Date(Date.now() + 3 * 86_400_000).toISOString()
    const make = (body: object) => api.ask('POST', '/api-keys', { contract: 'kaireon', ...body })
    await make({ name: `${word} ${word}`, expires_at: soon })
    await make({ name: 'تحديث نظام الطلبات', role: 'viewer' })
    const { id } = (await make({ name: 'Old import' })).body.data
    await api.ask('DELETE', `/api-keys/${id}`)
    const page = await enter(undefined, options)
    const screen = async (name: string) => {
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(overflow, name).toBe(0)
      await expectAccessible(page, `${name} ${look}`)
    }
    await page.goto(`/${workspace.slug}/settings/api-keys`)
    await expect(page.getByRole('rowheader')).toHaveCount(4)
    await expect(page.getByText('Expires in 3 days').filter({ visible: true })).toBeVisible()
    await screen('the list')
    await page.getByRole('button', { name: 'Create key' }).click()
    await page.getByRole('dialog').getByLabel('Expires').selectOption('On a day…')
    await page.getByRole('dialog').getByRole('button', { name: 'Create key' }).click()
    await expect(page.getByLabel('Last day')).toHaveAccessibleDescription('Choose a day to come')
    await screen('the form')
    await page.getByRole('dialog').getByLabel('Name').fill(`${word}`)
    await page.getByLabel('Expires').selectOption('In 90 days')
    await page.getByRole('dialog').getByRole('button', { name: 'Create key' }).click()
    await expect(page.getByLabel('The new key')).toBeVisible()
    await screen('the key')
    await page.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('button', { name: `Revoke ${word} ${word}` }).click()
    await expect(page.getByRole('alertdialog')).toBeVisible()
    await screen('the question')
  })
}
