import { deb } from './deb-type.js'
import { rpm } from './rpm-type.js'
import { tarGz } from './tar-gz-type.js'
import type { PackageType } from './package-type.js'
import { zip } from './zip-type.js'

/** Every type of package; a further one is a file beside these and a name here. */
export const packageTypes: readonly PackageType[] = [deb, rpm, tarGz, zip]
