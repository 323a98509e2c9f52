import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import pg from 'pg'
import { expectAccessible } from './accessible'
import { startApp } from './app'
import { BoardScreen } from './board-screen'
import { expect, test } from './journey'
import { testDir } from './test-dir'
import { password } from './workspace'

test.describe('an installation without a workspace', () => {
  test('is set up with the printed token, and its first board is filled', async ({ page }) => {
    test.setTimeout(120_000)
    const empty = await startEmpty()
    const token = /one-time token (\S+)/.exec(empty.app.out())?.[1] ?? ''
    await page.goto(empty.app.url)
    await expect(page).toHaveURL(`${empty.app.url}/welcome`)
    await expect(page).toHaveTitle('Create your workspace · Throughline')
    await expect(page.getByLabel('Workspace name')).toBeFocused()
    await page.getByRole('button', { name: 'Create workspace' }).click()
    await expect(page.getByText('Name your workspace')).toBeVisible()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await expectAccessible(page, `welcome, ${colorScheme}`)
    }
    await page.getByLabel('Workspace name').fill('Näher & Söhne')
    await page.getByLabel('Your name').fill('Ida Näher')
    await page.getByLabel('E-mail').fill('ida@naeher.example')
    await page.getByLabel('Password').fill('short')
    await page.getByLabel('Setup token').fill('a guess')
    await page.getByRole('button', { name: 'Create workspace' }).click()
    await expect(page.getByLabel('Password')).toHaveAccessibleDescription('At least 10 characters')
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Create workspace' }).click()
    await expect(page.getByLabel('Setup token')).toHaveAccessibleDescription('Must be the one printed at start')
    await expect(page.getByLabel('Setup token')).toBeFocused()
    await page.getByLabel('Setup token').fill(token)
    await page.getByRole('button', { name: 'Create workspace' }).click()

    await expect(page).toHaveURL(/\/boards$/)
    await expect(page.getByText('There are no boards yet')).toBeVisible()
    await page.getByRole('button', { name: 'Create board' }).click()
    const dialog = page.getByRole('dialog', { name: 'Create board' })
    await dialog.getByRole('button', { name: 'Create board' }).click()
    await expect(dialog.getByLabel('Name')).toHaveAccessibleDescription('Name the board')
    await dialog.getByLabel('Name').fill('Partners')
    await dialog.getByLabel('Stages').fill('Met\n\n  Talking \nSigned')
    await dialog.getByRole('button', { name: 'Create board' }).click()

    const board = new BoardScreen(page)
    await board.shows({ Met: [], Talking: [], Signed: [] })
    await expect(page).toHaveTitle('Partners · Throughline')
    await board.column('Talking').getByRole('button', { name: 'Add deal to Talking' }).click()
    const title = page.getByLabel('Title of the new deal')
    const amount = page.getByLabel(/^Amount in/)
    for (const [name, worth] of [
      ['First', '1,250'],
      ['Second', '12k'],
      ['Third', ''],
    ] as const) {
      await expect(title).toBeFocused()
      await title.fill(name)
      await amount.fill(worth)
      await title.press('Enter')
      await expect(board.card(name)).toBeVisible()
      await expect(title).toHaveValue('')
    }
    await title.press('Escape')
    await expect(title).toBeHidden()
    await board.shows({ Met: [], Talking: ['First', 'Second', 'Third'], Signed: [] })
    await board.counts({ Talking: '3' })
    await board.total('Talking', { short: '$13.3K', full: '$13,250' })
    await page.reload()
    await board.shows({ Talking: ['First', 'Second', 'Third'] })

    await page.goto(`${empty.app.url}/welcome`)
    await expect(page).toHaveURL(/\/boards$/)
    await empty.end()
  })
})

test.describe('sign-in', () => {
  test('refuses a wrong password and an unknown e-mail in the same words, and lets the right one in and out', async ({
    page,
    workspace,
  }) => {
    const refused = page.getByText('This e-mail and password do not fit')
    const tryWith = async (email: string, secret: string) => {
      await page.getByLabel('E-mail').fill(email)
      await page.getByLabel('Password').fill(secret)
      await page.getByRole('button', { name: 'Sign in' }).click()
    }
    await page.goto('/sign-in')
    await expect(page).toHaveTitle('Sign in · Throughline')
    await tryWith(workspace.adminEmail, 'not the password')
    await expect(refused).toBeVisible()
    await page.reload()
    await tryWith(`nobody@${workspace.slug}.example`, 'not the password')
    await expect(refused).toBeVisible()
    await tryWith(workspace.adminEmail, password)
    await expect(page).toHaveURL(`/${workspace.slug}/boards`)
    await page.goto('/sign-in')
    await expect(page).toHaveURL(`/${workspace.slug}/boards`)
    await page.getByRole('button', { name: /theme and sign out/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await expect(page).toHaveURL(/\/sign-in$/)
    await page.goto(`/${workspace.slug}/boards`)
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  })

  test('tells to wait after ten wrong attempts, even with the right password', async ({ page, workspace }) => {
    await page.goto('/sign-in')
    await page.getByLabel('E-mail').fill(workspace.adminEmail)
    for (let attempt = 1; attempt <= 11; attempt++) {
      await page.getByLabel('Password').fill(attempt > 10 ? password : `wrong ${attempt}`)
      const answered = page.waitForResponse((reply) => reply.url().includes('/callback/credentials'))
      await page.getByRole('button', { name: 'Sign in' }).click()
      await answered
      if (attempt <= 10) await expect(page.getByText('This e-mail and password do not fit')).toBeVisible()
    }
    await expect(page.getByText('Too many attempts. Wait a few minutes, then try again')).toBeVisible()
    await expect(page).toHaveURL(/\/sign-in/)
  })

  test('leads back to where somebody wanted to go, but never to another site', async ({ page, workspace }) => {
    const lands: [string, string][] = [
      [`/${workspace.slug}/boards?view=board`, `/${workspace.slug}/boards?view=board`],
      ['https://evil.example/steal', `/${workspace.slug}/boards`],
      ['//evil.example', `/${workspace.slug}/boards`],
      ['/\t/evil.example', `/${workspace.slug}/boards`],
      ['/.//evil.example', `/${workspace.slug}/boards`],
      ['/\\evil.example', `/${workspace.slug}/boards`],
      ['javascript:alert(1)', `/${workspace.slug}/boards`],
    ]
    for (const [wanted, got] of lands) {
      await page.context().clearCookies()
      await page.goto(`/sign-in?callbackUrl=${encodeURIComponent(wanted)}`)
      await page.getByLabel('E-mail').fill(workspace.adminEmail)
      await page.getByLabel('Password').fill(password)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await expect(page, wanted).toHaveURL(got)
    }
  })

  test('to a workspace that is another’s shows nothing of it', async ({ page, enter, workspace }) => {
    const mine = await enter()
    expect((await mine.goto('/no-such-workspace/boards'))?.status()).toBe(404)
    await expect(mine.getByText('There is nothing here')).toBeVisible()
    await page.goto(`/${workspace.slug}/boards`)
    await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/)
  })
})

/** The app on a database of its own that nobody has set up yet, beside the one of the other journeys. */
async function startEmpty() {
  const server = process.env.DATABASE_URL ?? ''
  const name = `empty_${randomBytes(6).toString('hex')}`
  const administer = async (statement: string) => {
    const client = new pg.Client({ connectionString: server })
    await client.connect()
    await client.query(statement).finally(() => client.end())
  }
  await administer(`CREATE DATABASE ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const dataDir = testDir('empty')
  const app = await startApp({ dataDir, environment: { DATABASE_URL: url.href } })
  return {
    app,
    end: async () => {
      app.child.kill('SIGTERM')
      await app.exit
      await administer(`DROP DATABASE ${name} WITH (FORCE)`)
      fs.rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
