/** Why some of many were refused: each reason once, the most frequent first, with how many it is true of. */
export function groupedRefusals(messages: readonly string[]): string {
  const times = new Map<string, number>()
  for (const message of messages) times.set(message, (times.get(message) ?? 0) + 1)
  return [...times]
    .sort(([, a], [, b]) => b - a)
    .map(([message, count]) => (times.size > 1 ? `${message} (${count})` : message))
    .join('. ')
    .replace(/\.*$/, '.')
}
