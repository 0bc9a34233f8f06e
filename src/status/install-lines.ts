import type { CheckResult } from '../verify/request.js'
import { readSnippet } from './tested-snippet.js'

/** What a user of a package manager pastes into a shell to have the packages of a repository. */
export interface InstallLines {
  readonly manager: 'apt' | 'dnf' | 'zypper'
  /** Which distributions have it. */
  readonly systems: string
  readonly builder: string
  readonly lines: string
}

/** More packages than these a user chooses from the page. */
const mostNames = 6

/**
 * The commands for each package manager, by the very files that installs were tried with; none for a report without them, or
 * whose lines are more than such a file has.
 * @param builder the builder whose rows these are
 */
export function listInstallLines(rows: readonly CheckResult[], builder: string): readonly InstallLines[] {
  const snippet = rows.flatMap((row) => row.snippet ?? []).map(readSnippet)[0]
  if (snippet === undefined) return []
  const names = [...new Set(rows.flatMap(({ cell }) => (cell?.format === snippet.format ? [cell.package] : [])))]
  const packages = names.filter((name) => /^[A-Za-z0-9][\w.+-]*$/.test(name)).slice(0, mostNames)
  if (packages.length === 0) return []
  const { text } = snippet
  if (snippet.format === 'deb') {
    const { keyUrl, keyring, path } = snippet
    const lines = [
      'sudo install -d -m 0755 /etc/apt/keyrings',
      ...(keyUrl === undefined ? [] : [`sudo curl -fsSL '${keyUrl}' -o ${keyring}`]),
      ...writeFile(path, text),
      'sudo apt-get update',
      `sudo apt-get install ${packages.join(' ')}`,
    ]
    return [{ manager: 'apt', systems: 'Debian, Ubuntu', builder, lines: lines.join('\n') }]
  }
  const name = snippet.path.slice(snippet.path.lastIndexOf('/') + 1)
  const dnf = [...writeFile(snippet.path, text), `sudo dnf install ${packages.join(' ')}`]
  const zypper = [
    ...writeFile(`/etc/zypp/repos.d/${name}`, text),
    `sudo zypper refresh ${snippet.id}`,
    `sudo zypper install ${packages.join(' ')}`,
  ]
  return [
    { manager: 'dnf', systems: 'Fedora, CentOS, RHEL', builder, lines: dnf.join('\n') },
    { manager: 'zypper', systems: 'openSUSE, SLES', builder, lines: zypper.join('\n') },
  ]
}

function writeFile(path: string, text: string): readonly string[] {
  return [`sudo tee ${path} > /dev/null <<'EOF'`, text.trimEnd(), 'EOF']
}
