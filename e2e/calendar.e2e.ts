import { expectAccessible } from './accessible'
import { expect, test } from './journey'

test('one’s tasks are read by a calendar, until the address is made anew or ended', async ({ enter, workspace }) => {
  const page = await enter()
  await page.goto(`/${workspace.slug}/settings/profile`)
  await page.getByRole('button', { name: 'Make a calendar address' }).click()
  const address = page.getByLabel('The calendar’s address')
  await expect(address).toHaveValue(/^http.*\/calendar\/[\w-]{43}\.ics$/)
  await expectAccessible(page, 'a calendar address')
  const first = await address.inputValue()
  const read = async (url: string) => (await page.request.get(url)).status()
  const reply = await page.request.get(first)
  expect([reply.status(), reply.headers()['content-type']]).toEqual([200, 'text/calendar; charset=utf-8'])
  expect(await reply.text()).toContain('BEGIN:VCALENDAR')

  await page.reload()
  await expect(page.getByText(/a calendar read it/)).toBeVisible()
  await expect(address).toHaveCount(0)
  await page.getByRole('button', { name: 'Make a new address' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Make a new address' }).click()
  await expect(address).not.toHaveValue(first)
  const second = await address.inputValue()
  expect([await read(first), await read(second)]).toEqual([404, 200])

  await page.getByRole('button', { name: 'End the feed' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Keep it' }).click()
  await expect(address).toHaveValue(second)
  await page.getByRole('button', { name: 'End the feed' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'End the feed' }).click()
  await expect(page.getByRole('button', { name: 'Make a calendar address' })).toBeVisible()
  expect(await read(second)).toBe(404)
})
