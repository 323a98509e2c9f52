import { type SettingProblem, settingOf } from '../../connector/settings'
import type { FlowNodeRow } from '../flow'
import { addField } from './node/add-field'
import { cast } from './node/cast'
import { deduplicate } from './node/deduplicate'
import { drop } from './node/drop'
import { enrich } from './node/enrich'
import { expression } from './node/expression'
import { filter } from './node/filter'
import { hash } from './node/hash'
import { join } from './node/join'
import { mapValues } from './node/map-values'
import { maskPii } from './node/mask-pii'
import { merge } from './node/merge'
import { rename } from './node/rename'
import { split } from './node/split'
import { target } from './node/target'
import { validate } from './node/validate'
import type { Target, Verdict } from './program'
import { Settings } from './settings'
import type { Compile, Context, Step } from './step'

const transforms: Record<string, Compile> = {
  rename_field: rename,
  rename,
  cast,
  expression,
  drop,
  add_field: addField,
  map_values: mapValues,
  split,
  merge,
  hash,
  mask_pii: maskPii,
  deduplicate,
}

export interface Compiled {
  /** Null: its rows pass as they are. */
  step: Step | null
  /** Of a target. */
  target?: Target
  /** Of what rows must be together. */
  verdict?: Verdict | null
  /** What is not right about its settings beyond what their sheet tells. */
  problems: SettingProblem[]
}

type Known = Pick<FlowNodeRow, 'id' | 'nodeType' | 'config'>

/**
 * Makes a node ready, as far as its settings go.
 * @param object the flow's own, by its id
 */
export function compileNode({ id, nodeType, config }: Known, context: Context, object: string): Compiled {
  const settings = new Settings(config)
  const { problems } = settings
  switch (nodeType) {
    case 'filter':
      return { step: filter(settings, context), problems }
    case 'validate':
      return { ...validate(settings, context), problems }
    case 'join':
      return { step: join(settings, context), problems }
    case 'enrich':
      return { step: enrich(settings, object), problems }
    case 'target':
      return { ...target(settings, id, object), problems }
    case 'transform':
      return { step: transformOf(settingOf(config, 'type'))?.(settings, context) ?? null, problems }
    // A source does nothing with rows; the others are not run yet, and so no flow that has them is.
    case 'source':
    case 'branch':
    case 'aggregate':
      return { step: null, problems }
  }
}

const transformOf = (type: unknown): Compile | null =>
  (typeof type === 'string' && Object.hasOwn(transforms, type) && transforms[type]) || null
