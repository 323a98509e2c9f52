import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLiveStream, type LiveStream } from './live-stream'

/** An EventSource whose server is the test. */
class Source extends EventTarget {
  static opened: Source[] = []
  closed = false

  constructor(readonly address: string) {
    super()
    Source.opened.push(this)
  }

  close() {
    this.closed = true
  }

  /** What was asked for. */
  get board(): string | null {
    return new URL(this.address, 'http://here').searchParams.get('pipeline_id')
  }

  says(type: string, data?: object) {
    this.dispatchEvent(Object.assign(new Event(type), { data: JSON.stringify(data) }))
  }
}

class Screen extends EventTarget {
  visibilityState: 'visible' | 'hidden' = 'visible'

  turn(to: 'visible' | 'hidden') {
    this.visibilityState = to
    this.dispatchEvent(new Event('visibilitychange'))
  }
}

let screen: Screen
let browser: EventTarget
let live: LiveStream

beforeEach(() => {
  vi.useFakeTimers()
  Source.opened = []
  screen = new Screen()
  browser = new EventTarget()
  vi.stubGlobal('EventSource', Source)
  vi.stubGlobal('document', screen)
  vi.stubGlobal('window', browser)
  live = createLiveStream()
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const open = () => Source.opened.filter(({ closed }) => !closed)
const last = (): Source => {
  const source = Source.opened.at(-1)
  if (!source) throw new Error('no stream was opened')
  return source
}

/** What is heard of a board, in order. */
function watchBoard(id: string): { heard: unknown[]; stop: () => void } {
  const heard: unknown[] = []
  const onHint = (hint: object) => void heard.push(hint)
  return { heard, stop: live.watchBoard(id, { onHint, onOpen: () => void heard.push('open') }) }
}

describe('the stream of a tab', () => {
  it('is one, whatever is watched, and tells each what is theirs', () => {
    const board = watchBoard('b1')
    const tasks: unknown[] = []
    const notices = vi.fn()
    live.watchTasks((hint) => tasks.push(hint))
    live.watchNotices(notices)
    live.start('acme')
    expect(Source.opened.map(({ address }) => address)).toEqual(['/api/v1/live?workspace=acme&pipeline_id=b1'])
    last().says('open')
    expect([board.heard, tasks, notices.mock.calls.length]).toEqual([['open'], [{ ids: [], reset: true }], 1])
    const hint = { records: [{ id: 'd1', version: 2 }], reset: false }
    last().says('hint', hint)
    last().says('tasks', { ids: ['t1'], reset: false })
    last().says('notice', {})
    expect(board.heard.slice(1)).toEqual([hint])
    expect(tasks.slice(1)).toEqual([{ ids: ['t1'], reset: false }])
    expect(notices).toHaveBeenCalledTimes(2)
    expect(open()).toHaveLength(1)
  })

  it('opens anew for another board and for none that it tells of already, and misses nothing between', () => {
    live.start('acme')
    last().says('open')
    const notices = vi.fn()
    live.watchNotices(notices)
    const first = watchBoard('b1')
    last().says('open')
    first.stop()
    // It goes on telling of a board that nobody looks at; back on it, one only has to read what happened meanwhile.
    last().says('hint', { records: [], reset: true })
    expect(Source.opened.map(({ board }) => board)).toEqual([null, 'b1'])
    const again = watchBoard('b1')
    expect(again.heard).toEqual(['open'])
    expect(Source.opened).toHaveLength(2)
    again.stop()
    const second = watchBoard('b2')
    expect(second.heard).toEqual([])
    last().says('open')
    expect([first.heard, second.heard]).toEqual([['open'], ['open']])
    expect(open().map(({ board }) => board)).toEqual(['b2'])
    expect(notices).toHaveBeenCalledTimes(2)
  })

  it('comes back after it broke, ever later, and says when it has been down for long', () => {
    const told = vi.fn()
    live.watchDown(told)
    live.start('acme')
    last().says('open')
    last().says('error')
    expect([open().length, live.isDown()]).toEqual([0, false])
    vi.advanceTimersByTime(1_250)
    expect(Source.opened).toHaveLength(2)
    last().says('error')
    expect([live.isDown(), told.mock.calls.length]).toEqual([true, 1])
    vi.advanceTimersByTime(1_499)
    expect(Source.opened).toHaveLength(2)
    vi.advanceTimersByTime(1_001)
    expect(Source.opened).toHaveLength(3)
    last().says('open')
    expect([live.isDown(), told.mock.calls.length]).toEqual([false, 2])
    last().says('error')
    browser.dispatchEvent(new Event('online'))
    expect(Source.opened).toHaveLength(4)
    vi.advanceTimersByTime(60_000)
    expect(open()).toHaveLength(1)
  })

  it('is not held up by a board that cannot be watched, once it is left', () => {
    const board = watchBoard('gone')
    live.start('acme')
    last().says('error')
    board.stop()
    expect(open().map((source) => source.board)).toEqual([null])
    vi.advanceTimersByTime(60_000)
    expect(Source.opened).toHaveLength(2)
  })

  it('is let go of a minute after the tab went out of sight, and taken up when it is looked at', () => {
    live.start('acme')
    last().says('open')
    screen.turn('hidden')
    vi.advanceTimersByTime(59_000)
    screen.turn('visible')
    vi.advanceTimersByTime(60_000)
    expect(open()).toHaveLength(1)
    screen.turn('hidden')
    vi.advanceTimersByTime(60_000)
    expect(open()).toHaveLength(0)
    screen.turn('visible')
    expect([open().length, Source.opened.length]).toEqual([1, 2])
  })

  it('of a tab that was opened out of sight, or whose server is away, is let go of as well', () => {
    screen.visibilityState = 'hidden'
    live.start('acme')
    for (let second = 0; second < 60; second++) {
      for (const source of open()) source.says('error')
      vi.advanceTimersByTime(1_000)
    }
    const tried = Source.opened.length
    expect(tried).toBeGreaterThan(1)
    vi.advanceTimersByTime(600_000)
    expect([open().length, Source.opened.length]).toEqual([0, tried])
  })

  it('ends for good, and hears of another workspace next', () => {
    const stop = live.start('acme')
    last().says('error')
    stop()
    vi.advanceTimersByTime(60_000)
    browser.dispatchEvent(new Event('online'))
    screen.turn('visible')
    expect([open().length, Source.opened.length]).toEqual([0, 1])
    live.start('other')
    expect(open().map(({ address }) => address)).toEqual(['/api/v1/live?workspace=other'])
  })
})
