import { expect, test } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { makePlan } from '../../src/release/plan.js'
import { renderSpec } from '../../src/spec/spec.js'
import { oneProgram } from '../support/config.js'

function specOf(config: string, version = '1.2.3'): string {
  const loaded = parseConfig('packages.yaml', config)
  const [planned] = makePlan(loaded.config, { version, packages: [] }).packages
  const pkg = loaded.config.packages['hello']
  if (!planned || !pkg) throw new Error('the config has no package hello')
  return renderSpec(planned, pkg)
}

test('a prerelease is written so that it sorts below its release', () => {
  expect(specOf(oneProgram, '1.3.0-rc.1')).toContain('\nVersion:        1.3.0~rc.1\n')
})

test('the program is taken from the folder of the architecture that is built, under both names', () => {
  expect(specOf(oneProgram)).toContain(
    [
      'case "%{_arch}" in',
      '  x86_64 | amd64) folder=x86_64 ;;',
      '  aarch64 | arm64) folder=aarch64 ;;',
      '  *) echo "%{name} is not published for %{_arch}." >&2; exit 1 ;;',
      'esac',
      'install -D -p -m 0755 "${folder}/hello" %{buildroot}%{_bindir}/hello',
    ].join('\n'),
  )
})

test('what a person wrote with a percent sign is no macro', () => {
  expect(specOf(oneProgram.replace('Greets whoever starts it.', 'Greets 100% of you.'))).toContain('\nGreets 100%% of you.\n')
})

test("a configuration file survives upgrades with the administrator's changes", () => {
  const config = oneProgram.replace(
    '      - binary: hello',
    '      - binary: hello\n      - { file: etc/hello.conf, to: /etc/hello.conf, config: true }',
  )
  const spec = specOf(config)
  expect(spec).toContain('install -D -p -m 0644 "hello.conf" %{buildroot}%{_sysconfdir}/hello.conf')
  expect(spec).toContain('\n%config(noreplace) %{_sysconfdir}/hello.conf\n')
})
