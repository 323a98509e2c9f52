import { describe, expect, it } from 'vitest'
import { createChanges } from './changes'

/** Something to be waited for, with the hand that ends the waiting. */
function promised<T = void>() {
  let resolve: (value: T) => void = () => undefined
  let reject: (error: Error) => void = () => undefined
  const promise = new Promise<T>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve, reject }
}

/** Lets everything that is ready happen. */
const ready = () => new Promise((resolve) => setTimeout(resolve))

function setUp() {
  const calls: string[] = []
  let failing = false
  const linger = promised()
  const changes = createChanges({
    confirmed: () => calls.push('confirmed'),
    refresh: async (ids) => {
      calls.push(`refresh ${ids.join()}`)
      if (failing) throw new Error('lost')
    },
    keep: (kept) => calls.push(`keep ${[...kept.keys()].join()}`),
    linger: () => linger.promise,
  })
  return { changes, calls, linger, failRefresh: () => (failing = true) }
}

const one = (id: string, change: object | 'gone') => new Map([[id, change as 'gone']])

describe('a change under way', () => {
  it('is shown at once, and until what is stored was read again', async () => {
    const { changes, calls, linger } = setUp()
    const sent = promised<string>()
    const made = changes.make(one('a', { priority: 'high' }), () => sent.promise)
    expect(changes.overlay().get('a')).toEqual({ priority: 'high' })
    sent.resolve('yes')
    expect(await made).toBe('yes')
    expect([calls, changes.overlay().size]).toEqual([['confirmed'], 1])
    linger.resolve()
    await ready()
    expect(calls).toEqual(['confirmed', 'keep a', 'refresh a'])
    expect(changes.overlay().size).toBe(0)
  })

  it('has been seen after a while, whether or not the server has answered', async () => {
    const { changes, linger } = setUp()
    const sent = promised()
    void changes.make(one('a', { title: 'x' }), () => sent.promise)
    expect(changes.seen().has('a')).toBe(false)
    linger.resolve()
    await ready()
    expect([changes.seen().has('a'), changes.overlay().has('a')]).toEqual([true, true])
    sent.resolve()
    await ready()
    expect([changes.seen().has('a'), changes.overlay().has('a')]).toEqual([false, false])
  })

  it('is taken back when it is refused, and says so to whoever made it', async () => {
    const { changes, calls } = setUp()
    let told = 0
    changes.subscribe(() => told++)
    await expect(changes.make(one('a', 'gone'), () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(changes.overlay().size).toBe(0)
    expect([told, calls]).toEqual([2, ['refresh a']])
  })

  it('lies over earlier ones of the same task; one refused leaves the others', async () => {
    const { changes } = setUp()
    const [first, second] = [promised(), promised()]
    const made = changes.make(one('a', { priority: 'high', title: 'One' }), () => first.promise)
    void changes.make(one('a', { title: 'Two' }), () => second.promise)
    expect(changes.overlay().get('a')).toEqual({ priority: 'high', title: 'Two' })
    first.reject(new Error('no'))
    await expect(made).rejects.toThrow()
    expect(changes.overlay().get('a')).toEqual({ title: 'Two' })
  })

  it('is sent once those before it on the same task have their answer, and not for others', async () => {
    const { changes } = setUp()
    const order: string[] = []
    const first = promised()
    const send =
      (name: string, until = Promise.resolve()) =>
      () => {
        order.push(name)
        return until
      }
    const made = changes.make(one('a', {}), send('first', first.promise))
    void changes.make(new Map([...one('a', {}), ...one('b', {})]), send('second'))
    void changes.make(one('c', {}), send('other'))
    await ready()
    expect(order).toEqual(['first', 'other'])
    first.reject(new Error('no'))
    await expect(made).rejects.toThrow('no')
    await ready()
    expect(order).toEqual(['first', 'other', 'second'])
  })

  it('stays in what is stored also when that cannot be read again', async () => {
    const { changes, calls, linger, failRefresh } = setUp()
    failRefresh()
    await changes.make(one('a', { title: 'x' }), () => Promise.resolve())
    linger.resolve()
    await ready()
    expect(calls).toEqual(['confirmed', 'keep a', 'refresh a'])
    expect(changes.overlay().size).toBe(0)
  })

  it('of many is taken back for those that are refused, and all are read again', async () => {
    const { changes, calls, linger } = setUp()
    const both = new Map([...one('a', { title: 'x' }), ...one('b', { title: 'y' })])
    await changes.make(both, () => Promise.resolve(['b']), { refused: (answer) => answer })
    expect([...changes.overlay().keys()]).toEqual(['a'])
    linger.resolve()
    await ready()
    expect(calls).toEqual(['confirmed', 'keep a', 'refresh a,b'])
  })

  it('that takes another back does not linger', async () => {
    const { changes, calls } = setUp()
    await changes.make(one('a', {}), () => Promise.resolve(), { back: true })
    await ready()
    expect(calls).toEqual(['confirmed', 'keep a', 'refresh a'])
  })

  it('is remembered by whoever read meanwhile', async () => {
    const { changes } = setUp()
    const before = changes.mark()
    await changes.make(one('a', {}), () => Promise.resolve())
    const between = changes.mark()
    changes.touch(['b', 'b'])
    expect([before, between, changes.mark()].map(changes.touchedSince)).toEqual([['a', 'b'], ['b'], []])
  })
})
