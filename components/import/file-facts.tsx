import type { Sample } from './use-file'

const delimiters: Record<string, string> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' }
const shownRows = 5

/** What a file turned out to be, with its first rows. */
export function FileFacts({ sample }: { sample: Sample }) {
  const { name, columns, rows, encoding, delimiter } = sample
  const facts = [
    `${columns.length} ${columns.length === 1 ? 'column' : 'columns'}`,
    encoding && `read as ${encoding.toUpperCase()}`,
    delimiter && `separated by ${delimiters[delimiter] ?? `“${delimiter}”`}`,
  ].filter(Boolean)
  return (
    <section aria-labelledby="file" className="flex flex-col gap-2">
      <div>
        <h2 id="file" dir="auto" className="text-body font-semibold wrap-anywhere">
          {name}
        </h2>
        <p className="text-muted">{facts.join(', ')}</p>
      </div>
      <details className="rounded-card border bg-surface">
        <summary className="px-4 py-2 text-dense">First rows</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys. */}
        <section tabIndex={0} aria-label="First rows" className="overflow-x-auto border-t">
          <table className="text-left text-meta">
            <thead className="text-muted">
              <tr>
                {columns.map((column) => (
                  <th key={column.name} scope="col" className="max-w-48 truncate px-3 py-1.5 font-normal">
                    {column.name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, shownRows).map((row, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no other name.
                <tr key={at} className="border-t">
                  {columns.map((column) => (
                    <td key={column.name} dir="auto" className="max-w-48 truncate px-3 py-1.5">
                      {String(row[column.name] ?? '')}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </section>
  )
}
