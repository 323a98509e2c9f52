import { type Config, isGiven, type SettingProblem, settingOf } from '../../connector/settings'

/**
 * A node's settings, read one by one. What is not given, or not of the kind that its sheet asks for, is null: the sheet
 * tells of it. What only the node itself can judge is told here, and ends up among the flow's problems.
 */
export class Settings {
  constructor(
    private readonly config: Config,
    readonly problems: SettingProblem[] = [],
  ) {}

  any(name: string): unknown {
    const value = settingOf(this.config, name)
    return isGiven(value) ? value : null
  }

  text(name: string): string | null {
    const value = this.any(name)
    return typeof value === 'string' ? value : null
  }

  /** Text, and be it empty. */
  exactly(name: string): string | null {
    const value = settingOf(this.config, name)
    return typeof value === 'string' ? value : null
  }

  texts(name: string): string[] | null {
    const value = this.any(name)
    return Array.isArray(value) && value.every((each) => typeof each === 'string') ? [...new Set(value)] : null
  }

  object(name: string): Record<string, unknown> | null {
    const value = this.any(name)
    return typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : null
  }

  /** What `fields` and `field` name. */
  names(): string[] {
    const field = this.text('field')
    return [...new Set([...(this.texts('fields') ?? []), ...(field === null ? [] : [field])])]
  }

  /** One of some words, null when none is given. Any other is an error. */
  word<Word extends string>(name: string, words: readonly Word[]): Word | null {
    const value = this.text(name)
    if (value === null) return null
    const word = words.find((each) => each === value)
    if (!word) this.wrong(name, `Setting '${name}' must be one of: ${words.join(', ')}`)
    return word ?? null
  }

  /** Only some of them; what is told to those is told here. */
  only(...names: string[]): Settings {
    return new Settings(Object.fromEntries(names.map((name) => [name, settingOf(this.config, name)])), this.problems)
  }

  /** Whether it is there, be it null or empty. */
  has(name: string): boolean {
    return Object.hasOwn(this.config, name)
  }

  /** What cannot be run. */
  wrong(name: string, message: string): void {
    this.problems.push({ field: `config.${name}`, message, severity: 'error' })
  }

  /** What does nothing yet. */
  unfinished(name: string, message: string): void {
    this.problems.push({ field: `config.${name}`, message, severity: 'warning' })
  }
}
