import type { StageOnBoard } from '@/lib/db/sql/stage'
import { invalid, Refusal } from '../refusal'
import { told } from './import-cell'
import type { Draft } from './import-row'

/** Finds the stage that a row names, null when it names none. */
export type StageFinder = (draft: Pick<Draft, 'pipeline' | 'stage'>) => StageOnBoard | null

/**
 * Finds stages of an object's boards by id or, without regard to case, by name: within the board that the row names so,
 * else in the default one. Refuses what there is not, what could be two, and a board without a stage.
 * @param stages all of the object's
 */
export function stageFinder(stages: StageOnBoard[]): StageFinder {
  const known = new Map<string, StageOnBoard>()
  return ({ pipeline, stage }) => {
    if (stage === undefined) {
      if (pipeline !== undefined) throw invalid('stageId', 'is required beside pipeline_id')
      return null
    }
    const mark = JSON.stringify([pipeline, stage])
    const found = known.get(mark) ?? search(stages, stage, pipeline)
    known.set(mark, found)
    return found
  }
}

function search(stages: StageOnBoard[], stage: string, pipeline: string | undefined): StageOnBoard {
  const id = stage.toLowerCase()
  const board = pipeline === undefined ? undefined : boardOf(stages, pipeline)
  const byId = stages.find((each) => each.id === id)
  if (byId) {
    if (board === undefined || byId.pipelineId === board.pipelineId) return byId
    throw no(`The stage ${told(byId.name)} is not one of the pipeline ${told(board.pipeline)}`)
  }
  const within = board ?? stages.find(({ isDefault }) => isDefault)
  if (!within) throw no(`There is no default pipeline: name the pipeline of the stage ${told(stage)}`)
  const inIt = stages.filter(({ pipelineId }) => pipelineId === within.pipelineId)
  const [found, ...others] = named(inIt, stage, ({ name }) => name)
  if (!found) throw no(`There is no stage ${told(stage)} in the pipeline ${told(within.pipeline)}`)
  if (others.length > 0) throw no(`There are several stages ${told(stage)} in the pipeline ${told(within.pipeline)}`)
  return found
}

/** Some stage of the board that a text names. */
function boardOf(stages: StageOnBoard[], text: string): StageOnBoard {
  const id = text.toLowerCase()
  const byId = stages.find(({ pipelineId }) => pipelineId === id)
  if (byId) return byId
  const [found, ...others] = named(stages, text, ({ pipeline }) => pipeline)
  if (!found) throw no(`There is no pipeline ${told(text)} with stages`)
  if (others.some(({ pipelineId }) => pipelineId !== found.pipelineId)) {
    throw no(`There are several pipelines ${told(text)}: name it by its id`)
  }
  return found
}

/** Those with just this name, or else those whose name differs in case only. */
function named(stages: StageOnBoard[], name: string, nameOf: (stage: StageOnBoard) => string): StageOnBoard[] {
  const exact = stages.filter((stage) => nameOf(stage).trim() === name)
  const folded = name.toLowerCase()
  return exact.length > 0 ? exact : stages.filter((stage) => nameOf(stage).trim().toLowerCase() === folded)
}

const no = (reason: string): Refusal => new Refusal('invalid', reason)
