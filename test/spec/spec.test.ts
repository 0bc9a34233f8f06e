import { expect, test } from '@jest/globals'
import { renderSpec } from '../../src/spec/spec.js'
import { modelOf } from './model.js'
import { section } from './section.js'

const specOf = (addition?: string, version?: string) => renderSpec(modelOf(addition, version))

test('a prerelease is written so that it sorts below its release', () => {
  expect(specOf('', '1.3.0-rc.1')).toContain('\nVersion:        1.3.0~rc.1\n')
})

test('the program is taken from the folder of the architecture that is built, under both names', () => {
  expect(section(specOf(), 'install').slice(1, 7)).toEqual([
    'case "%{_arch}" in',
    '  x86_64 | amd64) folder=x86_64 ;;',
    '  aarch64 | arm64) folder=aarch64 ;;',
    '  *) echo "%{name} is not published for %{_arch}." >&2; exit 1 ;;',
    'esac',
    'install -D -p -m 0755 "${folder}/hello" %{buildroot}%{_bindir}/hello',
  ])
})

test('what a person wrote with a percent sign is no macro', () => {
  const model = modelOf()
  const specWith = (metadata: Partial<typeof model.planned.metadata>) =>
    renderSpec({ ...model, planned: { ...model.planned, metadata: { ...model.planned.metadata, ...metadata } } })
  const spec = specWith({ description: 'Greets 100% of you.' })
  expect(spec).toContain('\nGreets 100%% of you.\n')
  expect(specWith({ summary: '100% greeter' })).toContain('\nSummary:        100%% greeter\n')
})

test.each([
  [
    'a config file keeps the changes of the administrator',
    '{ file: etc/hello.conf, config: true }',
    ['install -D -p -m 0644 hello.conf %{buildroot}%{_sysconfdir}/x'],
    '%config(noreplace) %{_sysconfdir}/x',
  ],
  [
    'a directory has its mode and owner',
    '{ directory: true, mode: "0750", group: adm }',
    ['install -d -m 0750 %{buildroot}%{_sysconfdir}/x'],
    '%dir %attr(0750, root, adm) %{_sysconfdir}/x',
  ],
  [
    'a directory has its mode',
    '{ directory: true, mode: "0700" }',
    ['install -d -m 0700 %{buildroot}%{_sysconfdir}/x'],
    '%dir %attr(0700, root, root) %{_sysconfdir}/x',
  ],
  [
    'a directory has its owner',
    '{ directory: true, owner: adm }',
    ['install -d -m 0755 %{buildroot}%{_sysconfdir}/x'],
    '%dir %attr(0755, adm, root) %{_sysconfdir}/x',
  ],
  [
    'a directory is like others unless the config says so',
    '{ directory: true }',
    ['install -d -m 0755 %{buildroot}%{_sysconfdir}/x'],
    '%dir %{_sysconfdir}/x',
  ],
  [
    'a file has the mode that it was installed with',
    '{ file: x, mode: "0640", group: adm }',
    ['install -D -p -m 0640 x %{buildroot}%{_sysconfdir}/x'],
    '%attr(0640, root, adm) %{_sysconfdir}/x',
  ],
  [
    'a link is made, and its folder',
    '{ link: /usr/bin/hello }',
    ['install -d %{buildroot}%{_sysconfdir}', 'ln -s /usr/bin/hello %{buildroot}%{_sysconfdir}/x'],
    '%{_sysconfdir}/x',
  ],
  [
    'a member of the source is one for each architecture',
    '{ member: share/x.txt }',
    ['install -D -p -m 0644 "${folder}/share/x.txt" %{buildroot}%{_sysconfdir}/x'],
    '%{_sysconfdir}/x',
  ],
  [
    'text is replaced as it stands, and the time of the file is kept',
    "{ file: x, replace: { '/usr/local/bin;a.b': '/usr/bin&' } }",
    [
      'install -D -p -m 0644 x %{buildroot}%{_sysconfdir}/x',
      String.raw`sed -i -e 's;/usr/local/bin\;a\.b;/usr/bin\&;g' %{buildroot}%{_sysconfdir}/x`,
      'touch -r LICENSE %{buildroot}%{_sysconfdir}/x',
    ],
    '%{_sysconfdir}/x',
  ],
])('%s', (_, entry, installed, listed) => {
  const spec = renderSpec(modelOf('', '1.2.3', { files: `/etc/x: ${entry}` }))
  expect(section(spec, 'install').filter((line) => line.includes('/x') || line.includes('-d'))).toEqual(installed)
  expect(section(spec, 'files')).toContain(listed)
})

test('quotes in what is replaced do not end the word of the shell', () => {
  const spec = renderSpec(modelOf('', '1.2.3', { files: `/etc/x: { file: x, replace: { "'; id; '": "it's" } }` }))
  expect(section(spec, 'install')).toContain(String.raw`sed -i -e 's;'\''\; id\; '\'';it'\''s;g' %{buildroot}%{_sysconfdir}/x`)
})

test('a unit among the files needs the macros for units as well', () => {
  const spec = renderSpec(modelOf('', '1.2.3', { files: "'{unitdir}/hello.target': { file: hello.target }" }))
  expect(spec).toContain('BuildRequires:  systemd-rpm-macros\n')
  expect(specOf()).not.toContain('BuildRequires')
})

test('several members go into one folder, whatever they are called', () => {
  const spec = renderSpec(modelOf('', '1.2.3', { files: "/opt/bin/: { binary: 'plugins/*' }" }))
  expect(section(spec, 'install').slice(6, 8)).toEqual([
    'install -d %{buildroot}/opt/bin/',
    'install -p -m 0755 "${folder}"/plugins/* %{buildroot}/opt/bin/',
  ])
  expect(section(spec, 'files')).toContain('/opt/bin/*')
})

test('a manual page is compressed after its text was replaced', () => {
  const files = '/usr/share/man/man1/x.1: { file: x.1, replace: { a: { deb: b } } }'
  const lines = section(renderSpec(modelOf('', '1.2.3', { files })), 'install')
  const page = '%{buildroot}%{_mandir}/man1/x.1'
  expect(lines.slice(lines.indexOf('%if "%{_vendor}" == "debbuild"'))).toEqual([
    '%if "%{_vendor}" == "debbuild"',
    `sed -i -e 's;a;b;g' ${page}`,
    `touch -r LICENSE ${page}`,
    `gzip -9 -n ${page}`,
    "# What Debian's policy wants of every package.",
    'install -D -p -m 0644 %{SOURCE2} %{buildroot}%{_docdir}/%{name}/copyright',
    'install -D -p -m 0644 %{SOURCE3} %{buildroot}%{_docdir}/%{name}/changelog.Debian',
    'gzip -9 -n %{buildroot}%{_docdir}/%{name}/changelog.Debian',
    'install -D -p -m 0644 %{SOURCE4} %{buildroot}%{_datadir}/lintian/overrides/%{name}',
    '%else',
    `gzip -9 -n ${page}`,
    '%endif',
  ])
})

test('a mode of a directory is listed for rpm, and set by the deb, because debbuild forgets it', () => {
  const spec = renderSpec(modelOf('', '1.2.3', { files: "/var/lib/hello: { directory: true, mode: '0700' }" }))
  expect(section(spec, 'files')).toEqual(
    expect.arrayContaining(['%dir /var/lib/hello', '%dir %attr(0700, root, root) /var/lib/hello']),
  )
  // Within the conditional, so that the rpm has no scriptlet for nothing.
  expect(spec).toContain('\n%if "%{_vendor}" == "debbuild"\n%post\nchmod 0700 /var/lib/hello\n%endif\n')
})

test('the changelog is written as rpm wants it', () => {
  const entry = { version: '1.2.3', time: 1_700_000_000, changes: ['Greets 100% louder', 'and longer'] }
  expect(section(renderSpec(modelOf('', '1.2.3', { changelog: [entry] })), 'changelog')).toEqual([
    '* Tue Nov 14 2023 Jane Doe <jane@example.org> - 1.2.3-0',
    '- Greets 100%% louder',
    '- and longer',
    '%endif',
  ])
})

test('a changelog that debbuild would ship otherwise is for rpm alone', () => {
  const changelogOf = (change: string) =>
    renderSpec(modelOf('', '1.2.3', { changelog: [{ version: '1.2.3', time: 0, changes: [change] }] }))
  expect(changelogOf('100%')).toContain('\n%if "%{_vendor}" != "debbuild"\n%changelog\n')
  expect(changelogOf('all')).not.toContain('\n%if "%{_vendor}" != "debbuild"\n%changelog\n')
})
