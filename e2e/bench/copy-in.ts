import type pg from 'pg'

/**
 * Copies CSV into a table by PostgreSQL's COPY, as quickly as the server takes it.
 * @param table with its columns: `bare (id, name)`
 */
export async function copyIn(client: pg.Client, table: string, csv: Buffer): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    let failure: Error | null = null
    // What pg asks of a query of one's own; it knows of COPY, and leaves the data to whoever asked.
    const copy = {
      submit: (connection: CopyConnection) => connection.query(`COPY ${table} FROM STDIN WITH (FORMAT csv, HEADER)`),
      handleCopyInResponse(connection: CopyConnection) {
        for (let from = 0; from < csv.length; from += pieceBytes) {
          connection.sendCopyFromChunk(csv.subarray(from, from + pieceBytes))
        }
        connection.endCopyFrom()
      },
      handleCommandComplete() {},
      handleError(error: Error) {
        failure = error
        reject(error)
      },
      handleReadyForQuery() {
        if (!failure) resolve()
      },
    }
    client.query(copy as unknown as pg.Submittable)
  })
}

const pieceBytes = 256 * 1024

interface CopyConnection {
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
}
