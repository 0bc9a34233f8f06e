import { join } from 'node:path'

/**
 * An apt.conf that apt reads before it would read the host's, whose hooks and folders it thereby never sees. Nothing
 * unsigned is accepted, whatever the defaults. The machine's keys are those of its distribution.
 */
export function aptConfiguration(folder: string, architecture: string): string {
  const settings: Readonly<Record<string, string>> = {
    Dir: folder,
    'Dir::Etc': join(folder, 'etc'),
    'Dir::Etc::main': '/dev/null',
    'Dir::Etc::parts': '/dev/null',
    'Dir::Etc::preferences': '/dev/null',
    'Dir::Etc::preferencesparts': '/dev/null',
    'Dir::Etc::sourcelist': join(folder, 'etc/published.sources'),
    'Dir::Etc::sourceparts': join(folder, 'etc/base'),
    'Dir::Etc::trusted': '/etc/apt/trusted.gpg',
    'Dir::Etc::trustedparts': '/etc/apt/trusted.gpg.d',
    'Dir::State': join(folder, 'state'),
    'Dir::State::lists': join(folder, 'lists'),
    'Dir::State::status': join(folder, 'status'),
    'Dir::Cache': join(folder, 'cache'),
    'Dir::Log': join(folder, 'log'),
    'APT::Architecture': architecture,
    'APT::Sandbox::User': 'root',
    'APT::Get::AllowUnauthenticated': 'false',
    'APT::Get::List-Cleanup': 'false',
    'Acquire::AllowInsecureRepositories': 'false',
    'Acquire::AllowWeakRepositories': 'false',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
    'Debug::NoLocking': 'true',
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name} "${value}";`)
  return `${lines.join('\n')}\nAPT::Architectures { "${architecture}"; };\n`
}
