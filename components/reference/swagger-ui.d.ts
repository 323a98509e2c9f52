// swagger-ui-dist has no types of its own: here is what we use of it.
declare module 'swagger-ui-dist/swagger-ui-es-bundle.js' {
  import type { ComponentType, ReactNode } from 'react'

  export interface SwaggerRequest {
    url: string
    headers: Record<string, string>
    /** The document itself is being fetched. */
    loadSpec?: boolean
  }

  /** Immutable.js, as far as the renderer hands it to us. */
  export interface Keyed {
    getIn(path: string[]): unknown
  }

  /** What a plugin's components get to work with: swagger-ui has a React of its own. */
  export interface SwaggerSystem {
    React: typeof import('react')
    specSelectors: { specJson(): Keyed }
  }

  export type Wrapper = (original: ComponentType<never>, system: SwaggerSystem) => (props: never) => ReactNode

  export interface SwaggerPlugin {
    wrapComponents: Record<string, Wrapper>
  }

  export interface SwaggerInstance {
    specActions: { updateUrl(url: string): void; download(url: string): void }
  }

  export interface SwaggerOptions {
    domNode: Element
    plugins: (() => SwaggerPlugin)[]
    requestInterceptor(request: SwaggerRequest): SwaggerRequest
    [option: string]: unknown
  }

  export default function SwaggerUI(options: SwaggerOptions): SwaggerInstance
}
