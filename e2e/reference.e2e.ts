import type { Locator, Page } from '@playwright/test'
import { expectAccessible } from './accessible'
import { expect, test } from './journey'
import { openWorkspace, password } from './workspace'

const operation = (page: Page, name: string): Locator => page.locator(`[id$="-${name}"].opblock`)

async function unfold(page: Page, name: string): Promise<Locator> {
  const block = operation(page, name)
  await block.locator('.opblock-summary-control').click()
  await expect(block.getByRole('heading', { name: 'Parameters' })).toBeVisible()
  return block
}

/** Sends an operation as it stands; gives the reply that is shown. */
async function execute(block: Locator): Promise<{ status: string; body: string }> {
  await block.getByRole('button', { name: 'Execute' }).click()
  const reply = block.locator('.live-responses-table tbody')
  await expect(reply).toBeVisible()
  return {
    status: (await reply.locator('.response-col_status').first().textContent()) ?? '',
    body: (await reply.locator('.highlight-code pre').first().textContent()) ?? '',
  }
}

/** Where a page's requests went beside this site. */
function strangeHosts(page: Page, baseURL: string | undefined): string[] {
  const strange: string[] = []
  page.on('request', (sent) => {
    if (/^https?:/.test(sent.url()) && !sent.url().startsWith(baseURL ?? '-')) strange.push(sent.url())
  })
  return strange
}

test('whoever is signed in comes from their menu, and tries requests in the words of each contract', async ({
  api,
  openBoard,
  workspace,
  baseURL,
}) => {
  const { page } = await openBoard(await api.makeBoard({ Lead: ['Northwind licence'], Won: [] }))
  const strange = strangeHosts(page, baseURL)
  await page.getByRole('button', { name: /theme and sign out/ }).click()
  await page.getByRole('menuitem', { name: 'API reference' }).click()
  await expect(page).toHaveURL(`/docs/api?workspace=${workspace.slug}`)
  await expect(page).toHaveTitle('API reference · Throughline')
  await expect(page.getByRole('heading', { name: 'Throughline: REX contract' })).toBeVisible()

  const deals = await unfold(page, 'listDeals')
  await deals.getByRole('button', { name: 'Try it out' }).click()
  await deals.getByRole('textbox', { name: 'limit' }).fill('5')
  const sent = page.waitForRequest((request) => request.url().includes('/api/v1/deals'))
  const shown = await execute(deals)
  expect(shown.status).toContain('200')
  expect(JSON.parse(shown.body)).toMatchObject({ data: [{ name: 'Northwind licence' }], has_more: false })
  expect(new URL((await sent).url()).search).toBe('?limit=5')
  expect((await sent).headers()).toMatchObject({ 'x-tenant-id': workspace.slug, 'x-api-contract': 'rex' })

  // The same address in another contract's words.
  await page.getByRole('navigation', { name: 'Contract' }).getByRole('link', { name: 'Kasar' }).click()
  await expect(page).toHaveURL(`/docs/api?contract=kasar&workspace=${workspace.slug}`)
  await expect(page.getByRole('heading', { name: 'Throughline: Kasar contract' })).toBeVisible()
  const pipelines = await unfold(page, 'listPipelines')
  await pipelines.getByRole('button', { name: 'Try it out' }).click()
  const kasars = await execute(pipelines)
  expect(kasars.status).toContain('200')
  expect(JSON.parse(kasars.body)).toMatchObject({ pipelines: [{ name: 'Sales', objectName: 'opportunities' }] })
  expect(strange).toEqual([])
})

test('what is written changes the workspace, and extensions are marked', async ({ enter, api, workspace }) => {
  const page = await enter()
  await page.goto(`/docs/api?contract=rex&workspace=${workspace.slug}`)
  await expect(operation(page, 'getBoard').getByText('extension', { exact: true })).toBeVisible()
  const create = await unfold(page, 'createPipeline')
  await expect(operation(page, 'createPipeline').locator('.opblock-summary .extension')).toHaveCount(0)
  await create.locator('.opblock-section-request-body').getByRole('tab', { name: 'Schema' }).click()
  const field = (name: string) =>
    create
      .locator('.opblock-section-request-body .schema > ul > li')
      .filter({ has: page.locator(`> code:text-is("${name}")`) })
  await expect(field('object').locator('> .extension')).toBeVisible()
  await expect(field('name').locator('> .extension')).toHaveCount(0)
  await expect(field('name')).toContainText('required')
  await create.getByRole('button', { name: 'Try it out' }).click()
  await create.locator('.opblock-section-request-body').getByRole('tab', { name: 'Edit Value' }).click()
  const stages = [{ name: 'New', type: 'open' }]
  await create
    .getByRole('textbox', { name: 'Request body' })
    .fill(JSON.stringify({ name: 'From the reference', stages }))
  expect((await execute(create)).status).toContain('201')
  const { data } = (await api.ask('GET', '/pipelines')).body
  expect(data.map(({ name }: { name: string }) => name)).toEqual(['From the reference'])
})

test('a stranger reads it, is told how to try, and tries with a key', async ({
  page,
  workspace,
  watch,
  api,
  baseURL,
}) => {
  await api.makeBoard({ Lead: ['Northwind licence'], Won: [] })
  const strange = strangeHosts(page, baseURL)
  watch(page)
  await page.goto('/docs/api?contract=clarky')
  await expect(page.getByRole('heading', { name: 'Throughline: Clarky contract' })).toBeVisible()
  const cards = await unfold(page, 'listCards')
  await expect(cards.getByRole('button', { name: 'Try it out' })).toHaveCount(0)
  await page.getByLabel('An API key').fill(await workspace.key('clarky'))
  await cards.getByRole('button', { name: 'Try it out' }).click()
  const tried = await execute(cards)
  expect(tried.status).toContain('200')
  expect(JSON.parse(tried.body)).toMatchObject({ data: [{ title: 'Northwind licence' }], pagination: { total: 1 } })
  await page.getByLabel('An API key').fill('ck_live_nobodys')
  expect((await execute(cards)).status).toContain('401')
  await page.getByLabel('An API key').fill('')
  const bots = await unfold(page, 'listBots')
  await bots.getByRole('link', { name: 'Sign in or paste a key to try it' }).click()
  await page.getByLabel('E-mail').fill(workspace.adminEmail)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL('/docs/api?contract=clarky')
  await expect(page.getByLabel('Your workspace')).toHaveValue(workspace.slug)
  expect(strange).toEqual([])
})

test('somebody in two workspaces chooses where to try', async ({ enter, workspace }) => {
  const other = await openWorkspace()
  const member = await workspace.member('editor')
  await other.member('viewer', member.email)
  const page = await enter(member)
  await page.goto(`/docs/api?workspace=${workspace.slug}`)
  await expect(page.getByLabel('Your workspace')).toHaveValue(workspace.slug)
  await page.getByLabel('Your workspace').selectOption(other.slug)
  const users = await unfold(page, 'listPipelines')
  await users.getByRole('button', { name: 'Try it out' }).click()
  const sent = page.waitForRequest((request) => request.url().includes('/api/v1/pipelines'))
  expect((await execute(users)).status).toContain('200')
  expect((await sent).headers()['x-tenant-id']).toBe(other.slug)
})

for (const [name, options] of Object.entries({
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  phone: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
} as const)) {
  test(`nothing is hard to reach or to read: ${name}`, async ({ enter, workspace }) => {
    const page = await enter(undefined, options)
    await page.goto(`/docs/api?contract=rex&workspace=${workspace.slug}`)
    await expect(page.getByRole('heading', { name: 'Throughline: REX contract' })).toBeVisible()
    await expectAccessible(page, 'reference')
    const move = await unfold(page, 'moveDeal')
    await move.getByRole('button', { name: 'Try it out' }).click()
    await move.locator('.response').getByRole('tab', { name: 'Schema' }).first().click()
    await move.getByRole('textbox', { name: 'id', exact: true }).fill('nobodys')
    expect((await execute(move)).status).toContain('404')
    await expectAccessible(page, 'an operation tried')
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0)
  })
}

test('the keyboard alone is enough', async ({ enter, workspace }) => {
  const page = await enter()
  await page.goto(`/docs/api?contract=rex&workspace=${workspace.slug}`)
  await operation(page, 'listDeals').locator('.opblock-summary-control').focus()
  await page.keyboard.press('Enter')
  const deals = operation(page, 'listDeals')
  const reach = async (target: Locator) => {
    for (let tabs = 0; tabs < 40; tabs++) {
      if (await target.evaluate((element) => element === document.activeElement)) return
      await page.keyboard.press('Tab')
    }
    await expect(target).toBeFocused()
  }
  await reach(deals.getByRole('button', { name: 'Try it out' }))
  await page.keyboard.press('Enter')
  await reach(deals.getByRole('button', { name: 'Execute' }))
  await page.keyboard.press('Enter')
  await expect(deals.locator('.live-responses-table .response-col_status').last()).toContainText('200')
})

test('what it is drawn with is fetched by no other page', async ({ page }) => {
  const scripts = async () =>
    page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .flatMap((entry) =>
          entry instanceof PerformanceResourceTiming && /\.js\b/.test(entry.name) ? [entry.decodedBodySize] : [],
        ),
    )
  await page.goto('/sign-in')
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
  expect(Math.max(...(await scripts()))).toBeLessThan(600_000)
  await page.goto('/docs/api')
  await expect(page.getByRole('heading', { name: 'Throughline: REX contract' })).toBeVisible()
  expect(Math.max(...(await scripts()))).toBeGreaterThan(1_000_000)
})
