import path from 'node:path'
import type { Page } from '@playwright/test'
import { expectAccessible } from './accessible'
import { crmSalesMissing } from './crm-sales'
import { expect, test } from './journey'

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }
const salesData = path.join(import.meta.dirname, '../../shared/data/crm-sales')

type File = { name: string; mimeType: string; buffer: Buffer }
const csv = (text: string, name = 'people.csv'): File => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })

/** Opens the import and sends a file, up to where its columns are shown. */
async function send(page: Page, workspace: { slug: string }, file: File | string, query = ''): Promise<void> {
  await page.goto(`/${workspace.slug}/import${query}`)
  await page.getByLabel('Choose a CSV file').setInputFiles(file)
  await expect(page.getByRole('heading', { name: 'Columns and fields' })).toBeVisible()
}

const field = (page: Page, column: string) => page.getByLabel(`Field for ${column}`, { exact: true })
const chosen = (page: Page, column: string) => field(page, column).locator('option:checked')
const check = (page: Page) => page.getByRole('button', { name: 'See what would happen' }).click()
const importAll = (page: Page) => page.getByRole('button', { name: 'Import the whole file' }).click()
const done = (page: Page, words: string | RegExp = 'Completed') =>
  expect(page.getByRole('heading', { level: 2, name: words })).toBeVisible({ timeout: 60_000 })
const count = (page: Page, name: string) =>
  page
    .getByRole('main')
    .locator('dl > div', { has: page.getByText(name, { exact: true }) })
    .locator('dd')

test('a file of accounts becomes companies, and can be taken back as a whole', async ({ api, enter, workspace }) => {
  test.skip(crmSalesMissing !== null, crmSalesMissing ?? '')
  const page = await enter()
  await page.goto(`/${workspace.slug}/flows`)
  await expect(page.getByText('Nothing flows in yet')).toBeVisible()
  await page.getByRole('main').getByRole('link', { name: 'Import a file' }).click()
  await expect(page).toHaveTitle('Import · Throughline')
  await page.getByLabel('Choose a CSV file').setInputFiles(path.join(salesData, 'accounts.csv'))
  await expect(page.getByText('7 columns, read as UTF-8, separated by commas')).toBeVisible()
  await expect(page.getByLabel('Each row is one of').locator('option:checked')).toHaveText('Companies')
  await expect(chosen(page, 'account')).toHaveText('Name (needed)')
  await expect(chosen(page, 'sector')).toHaveText('Industry')
  await expect(chosen(page, 'revenue')).toHaveText('Amount')
  await expect(chosen(page, 'subsidiary_of')).toHaveText('Leave it out')

  // A field that there is not yet.
  await field(page, 'employees').selectOption({ label: 'Create a field …' })
  const dialog = page.getByRole('dialog', { name: 'Create field' })
  await expect(dialog.getByLabel('Name')).toHaveValue('employees')
  await expect(dialog.getByLabel('Type')).toHaveValue('number')
  await dialog.getByLabel('Name').fill('Employees')
  await dialog.getByRole('button', { name: 'Create field' }).click()
  await expect(chosen(page, 'employees')).toHaveText('Employees')

  await check(page)
  await expect(page.getByText('With its 85 rows. Nothing was written yet.')).toBeVisible()
  await expect(page.getByRole('list', { name: 'Rows' })).toContainText('85 created')
  const first = page.getByRole('list').filter({ hasText: 'Acme Corporation' }).getByRole('listitem').first()
  await expect(first).toContainText('Employees: 2822')
  expect((await api.ask('GET', '/records/companies')).body.total).toBe(0)

  await importAll(page)
  await done(page)
  await expect(count(page, 'Created')).toHaveText('85')
  const { body } = await api.ask('GET', '/records/companies?search=acme')
  expect(body.data).toMatchObject([
    { name: 'Acme Corporation', value: 110_004, fields: { industry: 'technolgy', employees: 2822 } },
  ])

  await page.getByRole('button', { name: 'Undo the import' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Undo the import' }).click()
  await expect(page.getByText('85 records taken back.')).toBeVisible()
  expect((await api.ask('GET', '/records/companies')).body.total).toBe(0)
})

test('8,800 sales come to stand on the stages that they name, once however often they come', async ({
  api,
  enter,
  openBoard,
  workspace,
}) => {
  test.skip(crmSalesMissing !== null, crmSalesMissing ?? '')
  test.setTimeout(240_000)
  const board = await api.makeBoard({ Prospecting: [], Engaging: [], Won: [], Lost: [] }, 'Sales')
  const page = await enter()
  await page.goto(`/${workspace.slug}/boards/${board.id}`)
  await page.getByRole('heading', { name: 'Sales' }).getByRole('button').click()
  await page.getByRole('menuitem', { name: 'Import deals' }).click()
  await page.getByLabel('Choose a CSV file').setInputFiles(path.join(salesData, 'sales_pipeline.csv'))
  await expect(chosen(page, 'deal_stage')).toHaveText('Stage')
  await expect(chosen(page, 'opportunity_id')).toHaveText('External id')
  await field(page, 'product').selectOption({ label: 'Name (needed)' })
  await expect(page.getByRole('radio', { name: /^Update those that are there/ })).toBeChecked()
  await check(page)
  await expect(page.getByRole('list', { name: 'Rows' })).toContainText('100 created')
  await importAll(page)
  await done(page)
  await expect(count(page, 'Created')).toHaveText('8,800')

  await page.goBack()
  await importAll(page)
  await done(page)
  await expect(count(page, 'Unchanged')).toHaveText('8,800')
  await expect(count(page, 'Created')).toHaveText('0')

  const screen = await openBoard(board)
  await screen.counts({ Prospecting: '500', Engaging: '1,589', Won: '4,238', Lost: '2,473' })
  await screen.total('Won', { short: '$10M', full: '$10,005,534' })
})

test('what does not fit is shown with its reason before and after, and comes in once it fits', async ({
  api,
  enter,
  workspace,
}) => {
  const board = await api.makeBoard({ New: [], Won: [] }, 'Sales')
  const page = await enter()
  const rows =
    'deal,stage,close date\nAlpha,New,24.12.2026\nBeta,Talking,1.1.2027\nGamma,new,32.1.2027\n,New,1.1.2027\n'
  await send(page, workspace, csv(rows, 'deals.csv'), `?object=opportunities&board=${board.id}`)
  await expect(page.getByLabel('How dates are written in close date')).toHaveValue('dd.mm.yyyy')
  await check(page)
  await expect(page.getByRole('list', { name: 'Rows' })).toContainText('3 rejected')
  const would = page.getByRole('list').filter({ hasText: 'Row 2' })
  await expect(would).toContainText("There is no stage 'Talking' in the pipeline 'Sales'")
  await importAll(page)
  await done(page, 'Completed, 3 rows rejected')
  const rejects = page.getByRole('list', { name: '3 rejected rows' })
  await expect(rejects).toContainText("'32.1.2027' is not a date as dd.mm.yyyy")
  await rejects.getByRole('button', { name: /Talking/ }).click()
  await expect(rejects.locator('dd', { hasText: 'Beta' })).toBeVisible()
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download as CSV' }).click()
  expect((await download).suggestedFilename()).toMatch(/\.csv$/)

  const made = await api.ask('POST', `/pipelines/${board.id}/stages`, { name: 'Talking', type: 'open' })
  expect(made.status, made.text).toBe(201)
  await page.getByRole('button', { name: 'Try them again' }).click()
  await done(page, 'Completed, 2 rows rejected')
  expect(await api.orderOf(board)).toMatchObject({ New: ['Alpha'], Talking: ['Beta'] })
})

test('people are found by their e-mail, and only what differs is changed', async ({ api, enter, workspace }) => {
  const page = await enter()
  await send(page, workspace, csv('Full name;E-Mail\nAnn Lee;Ann@acme.example\nBo Fox;bo@acme.example\n'))
  await expect(page.getByText('separated by semicolons')).toBeVisible()
  await expect(chosen(page, 'E-Mail')).toHaveText('Email')
  await expect(page.getByRole('checkbox', { name: 'Email, kept as external id' })).toBeChecked()
  await check(page)
  await importAll(page)
  await done(page)
  await expect(count(page, 'Created')).toHaveText('2')

  await send(page, workspace, csv('Full name,E-Mail\nAnn Lee-Fox,ann@acme.example\nBo Fox,bo@acme.example\n'))
  await check(page)
  await expect(page.getByRole('list', { name: 'Rows' })).toContainText('1 updated')
  const changed = page.getByRole('listitem').filter({ hasText: 'Ann Lee-Fox' }).first()
  await expect(changed).toContainText('Name: Ann Lee → Ann Lee-Fox')
  await importAll(page)
  await done(page)
  await expect(count(page, 'Updated')).toHaveText('1')
  expect((await api.ask('GET', '/records/contacts?sort_by=name')).body.data).toMatchObject([
    { name: 'Ann Lee-Fox', external_id: 'ann@acme.example' },
    { name: 'Bo Fox' },
  ])
})

test('going back, forth and reloading loses nothing', async ({ enter, workspace }) => {
  const page = await enter()
  await send(page, workspace, csv('who,mail\nAnn,ann@acme.example\n'), '?object=contacts')
  await field(page, 'who').selectOption({ label: 'Name (needed)' })
  await page.getByRole('radio', { name: /^Create a record for every row/ }).check()
  await page.reload()
  await expect(chosen(page, 'who')).toHaveText('Name (needed)')
  await expect(page.getByRole('radio', { name: /^Create a record for every row/ })).toBeChecked()
  await check(page)
  await expect(page.getByRole('heading', { name: 'What would happen' })).toBeVisible()
  await page.goBack()
  await expect(chosen(page, 'who')).toHaveText('Name (needed)')
  await page.goForward()
  await expect(page.getByRole('heading', { name: 'What would happen' })).toBeVisible()
  await page.getByRole('navigation', { name: 'Steps of the import' }).getByRole('button', { name: 'File' }).click()
  await page.getByLabel('Choose a CSV file').setInputFiles(csv('name\nAnother\n'))
  await expect(chosen(page, 'name')).toHaveText('Name (needed)')
})

test('a file that holds nothing, or is none, is told so', async ({ enter, workspace }) => {
  const page = await enter()
  await page.goto(`/${workspace.slug}/import`)
  const pick = page.getByLabel('Choose a CSV file')
  await pick.setInputFiles({ name: 'deals.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('PK') })
  await expect(page.getByRole('main').getByRole('alert')).toHaveText(
    'deals.xlsx is a spreadsheet: save it as CSV and choose that.',
  )
  await pick.setInputFiles(csv('', 'none.csv'))
  await expect(page.getByRole('main').getByRole('alert')).toHaveText('none.csv is empty.')
  await pick.setInputFiles(csv('name,mail\n'))
  await expect(page.getByText('The file has a header and no rows')).toBeVisible()
  await page.getByRole('button', { name: 'Choose another file' }).click()
  await page.getByLabel('Choose a CSV file').setInputFiles(csv('mail,mail\nann@acme.example,bo@acme.example\n'))
  await expect(field(page, 'mail_2')).toBeVisible()
})

test('an import can be done with the keyboard alone', async ({ enter, workspace }) => {
  const page = await enter()
  await page.goto(`/${workspace.slug}/flows`)
  await expect(page.getByText('Nothing flows in yet')).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('i')
  await expect(page).toHaveTitle('Import · Throughline')
  const picked = page.waitForEvent('filechooser')
  await page.getByLabel('Choose a CSV file').focus()
  await page.keyboard.press('Enter')
  await (await picked).setFiles(csv('name,mail\nAnn,ann@acme.example\n'))
  const next = page.getByRole('button', { name: 'See what would happen' })
  await next.focus()
  await page.keyboard.press('Enter')
  const go = page.getByRole('button', { name: 'Import the whole file' })
  await go.focus()
  await page.keyboard.press('Enter')
  await done(page)
})

test('a viewer is told whom to ask, and changes nothing', async ({ enter, workspace }) => {
  const page = await enter(await workspace.member('viewer'))
  await page.goto(`/${workspace.slug}/import`)
  await expect(page.getByText('Imports are for editors')).toBeVisible()
  await page.goto(`/${workspace.slug}/flows`)
  await expect(page.getByText('Nothing flows in yet')).toBeVisible()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every step is accessible, also on a phone (${colorScheme})`, async ({ enter, workspace }) => {
    const page = await enter(undefined, { ...phone, colorScheme })
    await page.goto(`/${workspace.slug}/import`)
    await expect(page.getByText('Choose a CSV file')).toBeVisible()
    await expectAccessible(page, 'the choice of a file')
    await send(page, workspace, csv('name,mail\nAnn,ann@acme.example\n,x\n'), '?object=contacts')
    await expectAccessible(page, 'the columns')
    await check(page)
    await expect(page.getByRole('heading', { name: 'Would be rejected' })).toBeVisible()
    await expectAccessible(page, 'the check')
    await importAll(page)
    await done(page, /^Completed/)
    await expect(page.getByRole('list', { name: '1 rejected row' })).toBeVisible()
    await expectAccessible(page, 'the result')
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(width).toBeLessThanOrEqual(360)
  })
}
