import type { ComponentType } from 'react'
import type { Keyed, SwaggerPlugin, Wrapper } from 'swagger-ui-dist/swagger-ui-es-bundle.js'
import { canTry, type ReadingStore } from './reading'
import { extensionMark, type ShownSchema, schemaView } from './schema-view'

const nothing: Wrapper = () => () => null

/**
 * What we draw otherwise than the renderer does: extensions are marked, schemas are told as plain lists, whom requests
 * are sent as is chosen above it all, and who can try nothing yet is told how to.
 */
export function referencePlugin(reading: ReadingStore): SwaggerPlugin {
  const tryItOut: Wrapper = (original, system) =>
    function TryItOut(props) {
      const now = system.React.useSyncExternalStore(reading.subscribe, reading.now)
      return canTry(now)
        ? system.React.createElement(original as ComponentType<object>, props)
        : system.React.createElement('a', { href: now.signIn, className: 'btn' }, 'Sign in or paste a key to try it')
    }
  const summaryPath: Wrapper = (original, system) => (props) => {
    const { operationProps } = props as { operationProps: Keyed }
    const address = ['paths', ...['path', 'method'].map((part) => String(operationProps.getIn([part])))]
    return system.React.createElement(
      system.React.Fragment,
      null,
      system.React.createElement(original as ComponentType<object>, props),
      system.specSelectors.specJson().getIn([...address, 'x-extension']) === true && extensionMark(system),
    )
  }
  const parameterExtension: Wrapper = (original, system) => (props) =>
    (props as { xKey: string }).xKey === 'x-extension'
      ? extensionMark(system)
      : system.React.createElement(original as ComponentType<object>, props)
  const model: Wrapper = (_, system) => (props) =>
    schemaView(system, (props as { schema: { toJS(): ShownSchema } }).schema.toJS())
  return {
    wrapComponents: {
      ServersContainer: nothing,
      AuthorizeBtnContainer: nothing,
      authorizeOperationBtn: nothing,
      OperationExt: nothing,
      OperationSummaryPath: summaryPath,
      ParameterExt: parameterExtension,
      OAS31Model: model,
      TryItOutButton: tryItOut,
    },
  }
}
