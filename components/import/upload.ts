import { CallError } from '@/lib/http/call'

/** Sends a file to a connector, telling how much of it has arrived; a browser's fetch could not tell. */
export function upload(
  workspace: string,
  connectorId: string,
  file: File,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/api/v1/connectors/${connectorId}/file?name=${encodeURIComponent(file.name.slice(0, 500))}`)
    request.setRequestHeader('x-tenant-id', workspace)
    request.setRequestHeader('content-type', 'text/csv')
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
    request.onload = () => (request.status === 201 ? done() : failed(refusal(request)))
    request.onerror = () => failed(new CallError(0, 'unreachable', 'The server cannot be reached'))
    request.onabort = () => failed(new DOMException('The upload was stopped', 'AbortError'))
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}

function refusal({ status, responseText }: XMLHttpRequest): CallError {
  try {
    const { error }: { error: { code: string; message: string } } = JSON.parse(responseText)
    return new CallError(status, error.code, error.message)
  } catch {
    return new CallError(status, 'unknown', 'The server gave an answer that is not understood')
  }
}
