import { encodingNamed, encodings } from '../source/coding'
import { misfitOfPagination } from '../source/pagination'

/** What a setting may hold. */
export type SettingKind =
  | ('text' | 'texts' | 'number' | 'flag' | 'object' | 'url' | 'any')
  | ('encoding' | 'separator' | 'method' | 'pagination')

export type Severity = 'error' | 'warning'

/** What is not right about some settings, yet no reason not to keep them. An error stands in the way of a run. */
export interface SettingProblem {
  /** Where: `config.url`, `secrets.token`. */
  field: string
  /** A sentence. */
  message: string
  severity: Severity
}

/** The settings that something takes. All else is kept as it is given, and reported. */
export interface SettingSheet {
  settings: Record<string, SettingKind>
  /** What it cannot do without: of each group one. */
  needs: string[][]
  /** How grave it is to lack one. */
  unfinished: Severity
}

export type Config = Record<string, unknown>

/** Whether a setting says anything: null, an empty text and an empty list do not. */
export const isGiven = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)

/**
 * What is wrong with a config by its sheet: settings that are lacking, that hold what they cannot, or that nobody knows.
 * @param elsewhere names of what is given beside the config, such as a secret
 */
export function reviewConfig(sheet: SettingSheet, config: Config, elsewhere: string[] = []): SettingProblem[] {
  const given = (name: string) => elsewhere.includes(name) || isGiven(settingOf(config, name))
  const lacking = sheet.needs
    .filter((group) => !group.some(given))
    .map((group) => problem(group[0] ?? '', `${spelt(group)} is missing`, sheet.unfinished))
  const wrong = Object.entries(config).flatMap(([name, value]) => reviewSetting(sheet, name, value))
  return [...lacking, ...wrong]
}

/** A setting by name; a name that every object inherits, such as `constructor`, is none. */
export const settingOf = (config: Config, name: string): unknown =>
  Object.hasOwn(config, name) ? config[name] : undefined

function reviewSetting({ settings }: SettingSheet, name: string, value: unknown): SettingProblem[] {
  if (!Object.hasOwn(settings, name)) {
    return [problem(name, `Setting '${shown(name)}' is not known here: it is kept and does nothing`, 'warning')]
  }
  const misfit = isGiven(value) ? misfits[settings[name] as SettingKind](value) : null
  return misfit ? [problem(name, `Setting '${name}' ${misfit}`, 'error')] : []
}

const problem = (name: string, message: string, severity: Severity): SettingProblem => ({
  field: `config.${shown(name)}`,
  message,
  severity,
})

const longestName = 100

/** A caller's name for something, short enough to be told again. */
export const shown = (name: string): string => {
  if (name.length <= longestName) return name
  // A character is two units at most; all of a long text need not be gone through.
  const characters = [...name.slice(0, 2 * longestName + 2)]
  return characters.length > longestName ? `${characters.slice(0, longestName).join('')}…` : name
}

const spelt = (group: string[]): string => `Setting ${group.map((name) => `'${name}'`).join(' or ')}`

const isText = (value: unknown): value is string => typeof value === 'string'

const misfits: Record<SettingKind, (value: unknown) => string | null> = {
  text: (value) => (isText(value) ? null : 'must be a string'),
  texts: (value) => (Array.isArray(value) && value.every(isText) ? null : 'must be a list of strings'),
  number: (value) => (typeof value === 'number' ? null : 'must be a number'),
  flag: (value) => (typeof value === 'boolean' ? null : 'must be true or false'),
  object: (value) => (typeof value === 'object' && !Array.isArray(value) ? null : 'must be an object'),
  url: misfitOfUrl,
  any: () => null,
  encoding: (value) => (isText(value) && encodingNamed(value) ? null : `must be one of: ${encodings.join(', ')}`),
  separator: (value) => (isText(value) && separatorOf(value) ? null : 'must be a single character such as ; or |'),
  method: (value) => (isText(value) && /^(get|post)$/i.test(value) ? null : 'must be GET or POST'),
  pagination: misfitOfPagination,
}

/** The character between cells, or around them, that a setting means: a tab may be written as `\t`. */
export function separatorOf(value: string): string | null {
  const meant = value === '\\t' ? '\t' : value
  return /^[\t -~]$/.test(meant) ? meant : null
}

function misfitOfUrl(value: unknown): string | null {
  const url = isText(value) && URL.canParse(value) ? new URL(value) : null
  if (!url || !/^https?:$/.test(url.protocol)) return 'must be an http or https address'
  return url.username || url.password ? 'must not hold a user or a password: give them as secrets' : null
}
