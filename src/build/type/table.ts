import { deb } from './deb.js'
import { rpm } from './rpm.js'
import { tarGz } from './tar-gz.js'
import type { PackageType } from './type.js'
import { zip } from './zip.js'

/** Every type of package; a further one is a file beside these and a name here. */
export const packageTypes: readonly PackageType[] = [deb, rpm, tarGz, zip]
