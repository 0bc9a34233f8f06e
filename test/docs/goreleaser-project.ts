/** A project as goreleaser's users have it; its programs, and `dist` as goreleaser leaves it, are shell scripts. */
export const goreleaserProject: Readonly<Record<string, string>> = {
  '.goreleaser.yaml': `version: 2
project_name: lens
builds:
  - { id: lensd, main: ./cmd/lensd, binary: lensd, env: [CGO_ENABLED=0], goos: [linux, darwin, windows], goarch: [amd64, arm64] }
  - { id: lensctl, main: ./cmd/lensctl, binary: lensctl, env: [CGO_ENABLED=0], goos: [linux, darwin, windows], goarch: [amd64, arm64] }
archives:
  - id: default
    formats: [tar.gz]
    name_template: >-
      {{ .ProjectName }}_
      {{- title .Os }}_
      {{- if eq .Arch "amd64" }}x86_64
      {{- else }}{{ .Arch }}{{ end }}
    format_overrides: [{ goos: windows, formats: [zip] }]
    files: [LICENSE*, README.md]
checksum: { name_template: checksums.txt }
nfpms:
  - id: packages
    package_name: lens
    file_name_template: '{{ .ConventionalFileName }}'
    vendor: Acme
    homepage: https://lens.acme.example
    maintainer: Jane Doe <jane@acme.example>
    description: |-
      Lens looks at logs.
      A daemon that collects and a command that shows.
    license: Apache-2.0
    formats: [deb, rpm, apk]
    section: utils
    contents:
      - { src: packaging/lensd.service, dst: /usr/lib/systemd/system/lensd.service }
      - { src: packaging/lens.yaml, dst: /etc/lens/lens.yaml, type: config|noreplace, file_info: { mode: 0640 } }
      - { dst: /var/lib/lens, type: dir, file_info: { mode: 0750 } }
    scripts: { postinstall: packaging/postinstall.sh, preremove: packaging/preremove.sh }
    overrides:
      rpm: { dependencies: [ca-certificates, shadow-utils] }
      deb: { dependencies: [adduser] }
release:
  github: { owner: acme, name: lens }
`,
  LICENSE: 'Apache License\nVersion 2.0, January 2004\n',
  'README.md': '# Lens\n\nLooks at logs.\n',
  'packaging/lensd.service':
    '[Unit]\nDescription=Lens\n[Service]\nExecStart=/usr/bin/lensd\n[Install]\nWantedBy=multi-user.target\n',
  'packaging/lens.yaml': 'level: info\n',
  'packaging/postinstall.sh':
    '#!/bin/sh\nset -e\nif [ -d /run/systemd/system ]; then systemctl enable --now lensd.service || true; fi\n',
  'packaging/preremove.sh':
    '#!/bin/sh\nif [ "$1" = remove ] || [ "$1" = 0 ]; then systemctl disable --now lensd.service || true; fi\n',
  ...Object.fromEntries(
    ['amd64_v1', 'arm64_v8.0'].flatMap((machine) =>
      ['lensd', 'lensctl'].map((name) => [`dist/${name}_linux_${machine}/${name}`, `#!/bin/sh\necho ${name} 1.4.0\n`]),
    ),
  ),
}
