'use client'
import { CircleAlert } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { SwaggerInstance } from 'swagger-ui-dist/swagger-ui-es-bundle.js'
import { Button } from '@/components/ui/button'
import { Skeleton } from '@/components/ui/skeleton'
import { State } from '@/components/ui/state'
import type { Dialect } from '@/lib/contracts/contract'
import './swagger.css'
import { nameControls } from './name-controls'
import { addressed, readingStore } from './reading'
import { referencePlugin } from './reference-plugin'
import { type Access, signInAddress } from './try-as'

type Props = { contract: Dialect; access: Access; signInTo: string }

const documentOf = (contract: Dialect) => `/api/v1/openapi/${contract}.json`

/** Swagger UI on the document of a contract; its code is fetched by this page alone. */
export function Swagger({ contract, access: { workspace, key }, signInTo }: Props) {
  const host = useRef<HTMLDivElement>(null)
  const [reading] = useState(() => readingStore({ contract, workspace, key, signIn: signInAddress(signInTo) }))
  const [renderer, setRenderer] = useState<SwaggerInstance | 'failed' | null>(null)
  useEffect(() => {
    reading.become({ contract, workspace, key, signIn: signInAddress(signInTo) })
  }, [reading, contract, workspace, key, signInTo])
  useEffect(() => {
    const node = host.current
    if (!node) return
    let gone = false
    const stop = nameControls(node)
    void import('swagger-ui-dist/swagger-ui-es-bundle.js').then(
      ({ default: SwaggerUI }) => {
        if (gone) return
        const instance = SwaggerUI({
          domNode: node,
          plugins: [() => referencePlugin(reading)],
          requestInterceptor: (request) => addressed(request, reading.now()),
          validatorUrl: null,
          docExpansion: 'list',
          defaultModelsExpandDepth: -1,
          showExtensions: true,
          showCommonExtensions: true,
          syntaxHighlight: false,
          displayRequestDuration: true,
        })
        setRenderer(instance)
      },
      () => gone || setRenderer('failed'),
    )
    return () => {
      gone = true
      stop()
    }
  }, [reading])
  useEffect(() => {
    if (renderer === null || renderer === 'failed') return
    renderer.specActions.updateUrl(documentOf(contract))
    renderer.specActions.download(documentOf(contract))
  }, [renderer, contract])
  return (
    <>
      {renderer === null && <Coming />}
      {renderer === 'failed' && <Failed contract={contract} />}
      <div ref={host} className="reference" />
    </>
  )
}

function Coming() {
  return (
    <div role="status" aria-label="Loading the reference" className="animate-late space-y-2 pt-6">
      <Skeleton className="mb-6 h-7 w-64" />
      {['one', 'two', 'three', 'four', 'five'].map((line) => (
        <Skeleton key={line} className="h-9" />
      ))}
    </div>
  )
}

function Failed({ contract }: { contract: Dialect }) {
  return (
    <State
      alert
      icon={CircleAlert}
      title="The reference could not be loaded"
      action={<Button onClick={() => location.reload()}>Try again</Button>}
    >
      What it is made of is at{' '}
      <a href={documentOf(contract)} className="text-accent hover:underline">
        {documentOf(contract)}
      </a>
    </State>
  )
}
