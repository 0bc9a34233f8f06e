// Builds dist: TypeScript to JavaScript, one bundle with shared chunks, and a stub for each way in.
// The bytes depend on the sources and the lockfile alone. `--check` fails when dist is not what they build.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const check = process.argv.includes('--check')
// Beside the real one: module resolution must find node_modules above it.
const output = check ? mkdtempSync(join(root, 'build-check-')) : join(root, 'dist')
const ncc = join(root, 'node_modules', '@vercel', 'ncc', 'dist', 'ncc', 'cli.js')
const node = join(root, 'node_modules', '.bin', 'node')

try {
  build(output)
  if (check) compare(join(root, 'dist'), output)
} finally {
  if (check) rmSync(output, { recursive: true, force: true })
}

function build(target) {
  const run = (...args) => execFileSync(args[0], args.slice(1), { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  rmSync(join(root, 'build'), { recursive: true, force: true })
  run('node_modules/.bin/tsc', '-p', 'tsconfig.build.json')
  rmSync(target, { recursive: true, force: true })
  // ncc copies any file below its working directory that a path in the code might mean: here it finds none.
  execFileSync(node, [ncc, 'build', 'src/main.js', '--out', target, '--quiet'], {
    cwd: join(root, 'build'),
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  shrink(target)
  writeFileSync(join(target, 'licenses.txt'), licenses())
  const operations = readdirSync(join(root, 'src', 'operations'), { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'registry.ts')
    .map((entry) => entry.name.replace(/\.ts$/, ''))
  for (const name of operations)
    writeStub(target, name, `import { action } from './index.js'\n\nawait action('${name}', suite)\n`)
  writeStub(
    target,
    'cli',
    "import { command } from './index.js'\n\nawait command(process.argv.slice(2), suite)\n",
    '#!/usr/bin/env node\n',
  )
  writeStub(target, 'rehearse', "import { rehearsal } from './index.js'\n\nawait rehearsal(process.argv.slice(2), suite)\n")
  writeStub(target, 'gateway', "import { gateway } from './index.js'\n\nawait gateway(process.argv[2] ?? '')\n", '', false)
  // What is read at run time lies beside the bundle.
  for (const room of ['obs', 'sandbox', 'source'])
    cpSync(join(root, 'src', room, 'files'), join(target, room), { recursive: true })
}

/** The licences of everything that may be in the bundle: the production dependencies of the lockfile, by name and version. */
function licenses() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const production = Object.entries(packages).filter(([path, { dev, optional }]) => path !== '' && !dev && !optional)
  const texts = production.map(([path, { version, license = 'see below' }]) => {
    const folder = join(root, path)
    const file = readdirSync(folder)
      .sort()
      .find((name) => /^licen[cs]e/i.test(name))
    const text = file === undefined ? '' : `\n${readFileSync(join(folder, file), 'utf8').trim()}\n`
    return `${path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)} ${version}\n${license}\n${text}`
  })
  return texts.sort().join('\n')
}

/** Leaves out comments and indentation, most of it of the artifact client; names stay, so that stacks can be read. */
function shrink(target) {
  const { minifySync } = createRequire(join(root, 'package.json'))('@swc/core')
  for (const name of readdirSync(target).filter((each) => each.endsWith('.js'))) {
    const file = join(target, name)
    const { code } = minifySync(readFileSync(file, 'utf8'), {
      module: true,
      compress: false,
      mangle: false,
      format: { comments: false },
    })
    writeFileSync(file, `${shorten(code)}\n`)
  }
}

/** Names of the bundler's own are a twentieth of what is loaded; no code has names like those that stand for them here. */
function shorten(code) {
  return code
    .replace(/__WEBPACK_IMPORTED_MODULE_(\d+)__/g, '__$1')
    .replaceAll('__unused_webpack___webpack_module__', '__u')
    .replaceAll('__webpack_exports__', '__x')
    .replace(/__(?:webpack|nccwpck)_require__/g, '__r')
}

/** A stub knows where it lies, which the bundle does not. */
function writeStub(target, name, body, head = '', needsSuite = true) {
  const [imports, ...rest] = body.split('\n')
  const suite = needsSuite ? "\nconst suite = fileURLToPath(new URL('..', import.meta.url))" : ''
  const url = needsSuite ? "import { fileURLToPath } from 'node:url'\n" : ''
  writeFileSync(
    join(target, `${name}.js`),
    `${head}${url}${imports}${suite ? `\n${suite}` : ''}${rest.join('\n').replace(/^\n?/, '\n')}`,
    { mode: head ? 0o755 : 0o644 },
  )
}

function compare(committed, built) {
  const list = (folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .sort()
  const names = [...new Set([...list(committed), ...list(built)])]
  const read = (folder, name) => {
    try {
      return readFileSync(join(folder, name))
    } catch {
      return undefined
    }
  }
  const different = names.filter((name) => {
    const [left, right] = [read(committed, name), read(built, name)]
    return !left || !right || !left.equals(right)
  })
  if (different.length === 0) {
    console.log(`dist equals what the sources build (${names.length} files)`)
    return
  }
  console.error(`dist is not what the sources build: ${different.join(', ')}. Run \`npm run build\` and commit dist.`)
  process.exitCode = 1
}
