import { expectAccessible } from './accessible'
import { request } from './api-client'
import { expect, type Integration, test } from './journey'

type Made = { id: string; run(): Promise<string> }

/** A flow that reads a file of contacts. */
async function makeFlow(
  { api, baseURL, key }: { api: Integration; baseURL: string | undefined; key: string },
  text: string,
  more: object = {},
): Promise<Made> {
  const ask = (method: string, where: string, body?: unknown) =>
    request(`${baseURL}/api/v1${where}`, method, { key, body })
  const { id: connectorId } = (await ask('POST', '/connectors', { name: 'Customers', type: 'csv' })).body
  const headers = { 'content-type': 'text/csv' }
  const sent = await request(`${baseURL}/api/v1/connectors/${connectorId}/file?name=customers.csv`, 'POST', {
    key,
    raw: text,
    headers,
  })
  expect(sent.status, sent.text).toBe(201)
  const { data } = (await api.ask('GET', '/schemas')).body
  const schemaId = data.find(({ name }: { name: string }) => name === 'contacts').id
  const made = await ask('POST', '/pipelines', { name: 'Customer import', connectorId, schemaId, ...more })
  expect(made.status, made.text).toBe(201)
  return {
    id: made.body.id,
    run: async () => (await ask('POST', `/pipelines/${made.body.id}/run`, {})).body.id,
  }
}

test('a flow is shown with its schedule, run, paused and resumed', async ({ api, baseURL, enter, workspace }) => {
  const key = await workspace.key('kaireon')
  const flow = await makeFlow({ api, baseURL, key }, 'name\nAnn\nBo\n', { schedule: '30 5 * * 1-5' })
  const page = await enter()
  await page.goto(`/${workspace.slug}/boards`)
  // What is read by the page itself is there only once it listens to keys.
  await expect(page.getByText('There are no boards yet')).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('f')
  const row = page.getByRole('row').filter({ hasText: 'Customer import' })
  await expect(row.getByText('Weekdays at 05:30').last()).toBeVisible()
  await expect(row.getByText('Never run yet').last()).toBeVisible()
  await row.getByRole('button', { name: 'Run Customer import now' }).last().click()
  await expect(row.getByRole('link', { name: 'Completed' }).last()).toBeVisible({ timeout: 60_000 })
  await expect(row.getByText('2 created').last()).toBeVisible()
  await expect(row.getByRole('img', { name: 'The last run: none failed' }).last()).toBeVisible()

  await row.getByRole('button', { name: 'Pause Customer import' }).last().click()
  await expect(row.getByText('Paused', { exact: true })).toBeVisible()
  await row.getByRole('button', { name: 'Resume Customer import' }).last().click()
  await expect(row.getByText('Active', { exact: true })).toBeVisible()

  await row.getByRole('link', { name: 'Customer import' }).click()
  await expect(page.getByRole('heading', { level: 2, name: 'Runs' })).toBeVisible()
  await expect(page.getByText(/^Next: .*; .*; .*; .*; .*UTC$/)).toBeVisible()
  await page.getByRole('link', { name: 'Completed' }).click()
  await expect(page).toHaveURL(new RegExp(`/flows/${flow.id}/runs/`))
  await expect(page.getByText('Started by hand')).toBeVisible()
  await expectAccessible(page, 'a run')
})

test('a run that fails says why, and what is not there is told so', async ({ api, baseURL, enter, workspace }) => {
  const key = await workspace.key('kaireon')
  const flow = await makeFlow({ api, baseURL, key }, 'name\n"Ann\n')
  const runId = await flow.run()
  const page = await enter()
  await page.goto(`/${workspace.slug}/flows/${flow.id}/runs/${runId}`)
  await expect(page.getByRole('heading', { level: 2, name: /^(Completed, 1 row rejected|Failed)$/ })).toBeVisible({
    timeout: 60_000,
  })
  await page.goto(`/${workspace.slug}/flows/${flow.id}/runs/${flow.id}`)
  await expect(page.getByText('This run is not there')).toBeVisible()
  await page.goto(`/${workspace.slug}/flows/${runId}`)
  await expect(page.getByText('This flow is not there')).toBeVisible()
})

test('a viewer sees flows and runs, and starts none', async ({ api, baseURL, enter, workspace }) => {
  const key = await workspace.key('kaireon')
  const flow = await makeFlow({ api, baseURL, key }, 'name\nAnn\n')
  const page = await enter(await workspace.member('viewer'), { colorScheme: 'dark' })
  await page.goto(`/${workspace.slug}/flows/${flow.id}`)
  const run = page.getByRole('button', { name: 'Run Customer import now' })
  await expect(run).toHaveAttribute('aria-disabled', 'true')
  await expectAccessible(page, 'a flow, to a viewer')
  await page.goto(`/${workspace.slug}/flows`)
  await expect(page.getByRole('link', { name: 'Customer import' })).toBeVisible()
  await expectAccessible(page, 'the flows, to a viewer')
})

test('boards and tasks are exported as files', async ({ api, enter, workspace }) => {
  const board = await api.makeBoard({ New: ['Alpha', '=1+1'], Won: ['Beta'] }, 'Sales')
  const page = await enter()
  await page.goto(`/${workspace.slug}/boards/${board.id}`)
  await page.getByRole('heading', { name: 'Sales' }).getByRole('button').click()
  const file = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'Export as CSV' }).click()
  expect((await file).suggestedFilename()).toBe('Sales.csv')
  await api.ask('POST', '/tasks', { title: 'Call Ann', assigned_to_id: workspace.adminId })
  await page.goto(`/${workspace.slug}/tasks?show=all`)
  await expect(page.getByRole('link', { name: 'Call Ann' })).toBeVisible()
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  const tasks = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'Export as CSV' }).click()
  expect((await tasks).suggestedFilename()).toBe('Tasks.csv')
})
