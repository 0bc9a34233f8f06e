import * as core from '@actions/core'
import type { Location } from '../error.js'
import type { Log } from '../host/log.js'
import { throttleStatus } from '../host/status.js'

/** Writes workflow commands; GitHub masks, groups and annotates. */
export const actionLog: Log = {
  debug: core.debug,
  info: core.info,
  status: throttleStatus(core.info, Date.now),
  warning: (message, at) => core.warning(message, annotation(at)),
  error: (message, at) => core.error(message, annotation(at)),
  group: (title, step) => core.group(title, step),
  mask: core.setSecret,
}

function annotation(at: Location | undefined): core.AnnotationProperties {
  if (!at) return {}
  return {
    file: at.file,
    ...(at.line === undefined ? {} : { startLine: at.line }),
    ...(at.column === undefined ? {} : { startColumn: at.column }),
  }
}
