import { expect, test } from '@jest/globals'
import { fillTemplate } from '../../src/import/go-template.js'

const fields = (arch: string, arm = '') => {
  const known: Readonly<Record<string, string>> = { ProjectName: 'lens', Version: '{version}', Os: 'linux', Arch: arch, Arm: arm }
  return (name: string) => known[name]
}

const readable = `{{ .ProjectName }}_
{{- title .Os }}_
{{- if eq .Arch "amd64" }}x86_64
{{- else if eq .Arch "386" "486" }}i386
{{- else }}{{ .Arch }}{{ end }}
{{- if .Arm }}v{{ .Arm }}{{ end }}`

test.each([
  ['plain', fields('amd64'), 'plain'],
  ['{{.ProjectName}}-{{ .Version }}', fields('amd64'), 'lens-{version}'],
  [readable, fields('amd64'), 'lens_Linux_x86_64'],
  [readable, fields('386'), 'lens_Linux_i386'],
  [readable, fields('arm', '7'), 'lens_Linux_armv7'],
  ['a{{ with .Arm }}v{{ . }}{{ end }}', fields('arm', '6'), 'av6'],
  ['a{{ with .Arm }}v{{ . }}{{ else }}x{{ end }}', fields('amd64'), 'ax'],
  ['{{ if not (eq .Arch "amd64") }}other{{ end }}', fields('amd64'), ''],
  ['{{ if and (eq .Os "linux") (ne .Arch "386") }}yes{{ end }}', fields('amd64'), 'yes'],
  ['{{ "x" | print .Os | title }}', fields('amd64'), 'Linuxx'],
  ['{{ replace .Os "lin" "min" | toupper }}', fields('amd64'), 'MINUX'],
  ['{{ trimsuffix .ProjectName "s" }}', fields('amd64'), 'len'],
  ['{{/* a comment */}}x', fields('amd64'), 'x'],
  ['{{ print "a" .Os `b` }}', fields('amd64'), 'alinuxb'],
])('%j is filled in as Go does', (template, known, filled) => {
  expect(fillTemplate(template, known)).toBe(filled)
})

test.each([
  ['{{ .Commit }}', 'uses .Commit, which init does not know'],
  ['{{ envOrDefault "A" "b" }}', 'uses envOrDefault, which init does not know'],
  ['{{ if .Os }}x', 'has an if without an end'],
  ['x{{ end }}', 'has {{ end }} without an if'],
])('%j is refused: %s', (template, message) => {
  expect(() => fillTemplate(template, fields('amd64'))).toThrow(message)
})
