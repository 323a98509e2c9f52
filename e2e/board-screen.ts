import { expect, type Locator, type Page } from '@playwright/test'

/** Beside which card of a column a lifted card is held; at the end of it otherwise. */
export type Aim = { above: string } | { below: string } | 'end'

/** Where the insertion line showed: in which column, and between which cards. */
export type Line = { column: string; above: string | null; below: string | null }

/** A board as a person meets it: columns and cards by their names, a hand that drags. */
export class BoardScreen {
  constructor(readonly page: Page) {}

  /** Goes to the board's address and waits until it is drawn and hears of changes by others. */
  async open(path: string): Promise<void> {
    const listening = this.page.waitForResponse((reply) => reply.url().includes('/api/v1/live'))
    await this.page.goto(path)
    await expect(this.page.getByRole('region').first()).toBeVisible()
    await listening
  }

  column(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true })
  }

  card(title: string): Locator {
    return this.page.getByRole('article').filter({ has: this.page.getByRole('heading', { name: title, exact: true }) })
  }

  titles(column: string): Locator {
    return this.column(column).getByRole('article').getByRole('heading')
  }

  /** The cards that the columns show, in order. */
  async shows(columns: Record<string, readonly string[]>): Promise<void> {
    for (const [name, titles] of Object.entries(columns)) await expect(this.titles(name), name).toHaveText([...titles])
  }

  async counts(columns: Record<string, string>): Promise<void> {
    for (const [name, count] of Object.entries(columns)) {
      await expect(this.column(name).locator('[data-count]'), name).toHaveText(count)
    }
  }

  /** The worth of a column, as its header shows it in short and says it in full; null when there is none. */
  async total(column: string, worth: { short: string; full: string } | null): Promise<void> {
    const total = this.column(column).locator('[data-total]')
    if (worth) await expect(total, column).toHaveText(`${worth.short}Total ${worth.full}`)
    else await expect(total, column).toHaveCount(0)
  }

  moveButton(title: string): Locator {
    return this.card(title).getByRole('button', { name: `Move ${title} to…` })
  }

  async openMenu(title: string): Promise<Locator> {
    await this.card(title).hover()
    await this.moveButton(title).click()
    return this.page.getByRole('menu', { name: `Move ${title} to` })
  }

  /** Presses on a card and moves far enough to lift it. */
  async lift(title: string): Promise<void> {
    const { x, y } = await boxOf(this.card(title))
    await this.page.mouse.move(x + 40, y + 14)
    await this.page.mouse.down()
    await this.page.mouse.move(x + 46, y + 22, { steps: 3 })
  }

  /** Holds the lifted card over a column until the insertion line shows; gives where it does. */
  async hold(column: string, aim: Aim): Promise<Line> {
    const area = await boxOf(this.column(column))
    const height = await this.heightOf(column, aim)
    await this.page.mouse.move(area.x + area.width / 2, height, { steps: 12 })
    await expect(this.column(column).locator('[data-insertion-line]')).toBeVisible()
    return this.line(column)
  }

  async drop(): Promise<void> {
    await this.page.mouse.up()
  }

  /** Lifts, holds and drops; gives where the line showed last. */
  async drag(title: string, column: string, aim: Aim): Promise<Line> {
    await this.lift(title)
    const line = await this.hold(column, aim)
    await this.drop()
    return line
  }

  private async heightOf(column: string, aim: Aim): Promise<number> {
    if (aim === 'end') {
      const list = await boxOf(this.column(column).getByRole('list').first().locator('..'))
      return list.y + list.height - 30
    }
    const name = 'above' in aim ? aim.above : aim.below
    const { y, height } = await boxOf(this.card(name))
    return 'above' in aim ? y + 5 : y + height - 5
  }

  /** The cards right above and below the line, as they lie on the screen. */
  private async line(column: string): Promise<Line> {
    const found = await this.column(column).evaluate((section) => {
      const line = section.querySelector('[data-insertion-line]')?.getBoundingClientRect().top ?? Number.NaN
      const cards = [...section.querySelectorAll('article')]
      const title = (card: Element | undefined) => card?.querySelector('h3')?.textContent ?? null
      return {
        above: title(cards.findLast((card) => card.getBoundingClientRect().bottom <= line + 2)),
        below: title(cards.find((card) => card.getBoundingClientRect().top >= line - 2)),
      }
    })
    return { column, ...found }
  }
}

/** The columns once `title` has landed where the line showed. */
export function landed(columns: Record<string, readonly string[]>, title: string, line: Line) {
  const rest = Object.fromEntries(
    Object.entries(columns).map(([name, titles]) => [name, titles.filter((each) => each !== title)]),
  )
  const target = rest[line.column] ?? []
  target.splice(line.above === null ? 0 : target.indexOf(line.above) + 1, 0, title)
  return rest
}

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox()
  if (!box) throw new Error(`${locator} is not on the screen`)
  return box
}
