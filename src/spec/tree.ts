import type { Format } from '../format.js'
import { readTree, type TreePattern } from '../glob.js'
import type { PlannedFile } from '../plan/plan.js'
import { formatsOf, inOnly, type Line } from './branch.js'
import { escapeName, macroPath } from './macro.js'
import type { SpecModel } from './spec-model.js'

/** A file of a plan that is many. */
export type TreeFile = Extract<PlannedFile, { kind: 'tree' | 'member' | 'binary' }>

/** The file as a tree; undefined for any other. */
export function asTree(file: PlannedFile): TreeFile | undefined {
  if (file.kind === 'tree') return file
  return (file.kind === 'member' || file.kind === 'binary') && readTree(file.name) !== undefined ? file : undefined
}

/** Whether what is in a tree is listed path by path, because others may have files in the same folder. */
export function isListed(file: PlannedFile): boolean {
  return asTree(file) !== undefined && file.path.endsWith('/')
}

/** The list of files that %install writes. */
export const listName = 'trees.list'

/** The formats that have a tree whose paths are listed. */
export function listingFormats({ planned }: SpecModel): readonly Format[] {
  return [...new Set(planned.files.filter(isListed).flatMap(formatsOf))]
}

/** What the commands for trees need, before the first of them. */
export function treePreparation(model: SpecModel): Line[] {
  const trees = model.planned.files.filter((file) => asTree(file) !== undefined)
  const formats = [...new Set(trees.flatMap(formatsOf))]
  return [
    ...formats.flatMap((format) => inOnly(format, ...installTree)),
    ...listingFormats(model).flatMap((format) => inOnly(format, `: > ${listName}`)),
  ]
}

/**
 * A function of the shell that installs what is in a folder: from where, the folder to put it into, the mode of files (or
 * `kept`: executable or not as they are), `pages` to compress manual pages, and the list to write paths to.
 */
const installTree = [
  'install_tree() {',
  '  install -d "%{buildroot}$2"',
  '  (cd "$1" && find . ! -path . | LC_ALL=C sort) > tree.names',
  '  while IFS= read -r name; do',
  '    path="$2/${name#./}"; dir=',
  '    page=; case "$4$path" in pages*.gz) ;; pages*/man?*/*) page=.gz ;; esac',
  '    if [ -L "$1/$name" ]; then',
  '      target=$(readlink "$1/$name")',
  '      case "$target" in *.gz) ;; *) target="$target$page" ;; esac',
  '      path="$path$page"',
  '      # debbuild makes a copy of a page out of a link to it, unless the link is where the deb is made.',
  '      if [ -n "$page" ] && [ "%{_vendor}" = debbuild ]; then',
  '        install -d "%{buildroot}/main${path%%/*}"; ln -s "$target" "%{buildroot}/main$path"; continue',
  '      fi',
  '      ln -s "$target" "%{buildroot}$path"',
  '    elif [ -d "$1/$name" ]; then',
  '      install -d -m 0755 "%{buildroot}$path"; dir="%%dir "',
  '    else',
  '      mode="$3"; if [ "$mode" = kept ]; then mode=0644; if [ -x "$1/$name" ]; then mode=0755; fi; fi',
  '      install -p -m "$mode" "$1/$name" "%{buildroot}$path"',
  '      if [ -n "$page" ]; then gzip -9 -n "%{buildroot}$path"; path="$path.gz"; fi',
  '    fi',
  '    echo "$dir$path" >> "$5"',
  '  done < tree.names',
  '}',
]

/** The commands that install a tree. */
export function installTreeLines(file: TreeFile): string[] {
  const { from, before } = originOf(file)
  const to = macroPath(file.path).replace(/\/$/, '')
  const mode = file.keeps ? 'kept' : file.mode
  const pages = file.path.startsWith('/usr/share/man/') ? 'pages' : '-'
  return [...before, `install_tree ${from} ${to} ${mode} ${pages} ${isListed(file) ? listName : '/dev/null'}`]
}

/** Where the unpacked tarball has a tree; files of some names are picked out of the source first. */
function originOf(file: TreeFile): { from: string; before: string[] } {
  if (file.kind === 'tree') return { from: file.place, before: [] }
  const { base, last }: TreePattern = readTree(file.name) ?? { base: '', last: '*' }
  const from = base === '' ? '"${folder}"' : `"\${folder}/${escapeName(base)}"`
  if (file.name.endsWith('**')) return { from, before: [] }
  return {
    from: 'tree.picked',
    before: [
      'rm -rf tree.picked; mkdir tree.picked; picked=$PWD/tree.picked',
      `(cd ${from} && find . ! -type d -name '${escapeName(last)}' -exec cp -a --parents -t "$picked" {} +)`,
    ],
  }
}
