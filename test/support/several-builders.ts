import { oneProgram } from './config.js'

const rpm = (name: string, architectures: string) =>
  `  ${name}: { format: rpm, paths: [{ project: a, repository: b }], architectures: [${architectures}] }\n`

/** The config of one program with two more builders of rpms, and something more of its package: first of its files. */
export function severalBuilders(addition: string): string {
  return `${oneProgram.replace('packages:', `${rpm('suse', 'x86_64, aarch64')}${rpm('leap', 'x86_64')}packages:`)}${addition}\n`
}

/** Something of every kind that differs in the builder suse. */
export const differing =
  severalBuilders(`      /etc/hello.conf: [{ file: hello.conf, builders: [deb, rpm, leap] }, { file: suse.conf, builders: [suse] }]
      /usr/share/hello/suse/: { file: 'suse/**', builders: [suse] }
      /usr/share/hello/all/: { file: 'all/**' }
    requires:
      shadow: { builders: [suse] }
      shadow-utils: [{ builders: [rpm], version: '>= 2' }, { builders: [leap], version: '>= 2' }]
      passwd: { formats: [deb] }
    units:
      hello.service: { file: hello.service, builders: [deb, rpm, leap] }
    scripts:
      post: { deb: echo deb, rpm: echo rpm, builders: { suse: '#!/usr/bin/env bash' } }
      preun: { rpm: echo gone }`)
