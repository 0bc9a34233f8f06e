import eslint from '@eslint/js'
import jest from 'eslint-plugin-jest'
import tseslint from 'typescript-eslint'

/** Forbids imports by path fragments; the message names the arrow that would point the wrong way. */
const forbid = (groups, message) => ({ patterns: [{ group: groups, message }] })
const doors = ['**/action/*', '**/cli/*', '**/rehearsal/*']
const effects = ['node:*', '!node:path', '**/host/*', '@actions/*']
const domains = ['**/source/*', '**/obs/*', '**/repository/*', '**/sandbox/*', '**/package/*', '**/compare/*', '**/build/*']

const rooms = [
  // Pure rooms: no exec, no network, no files, no clock.
  [
    ['src/config/**', 'src/version/**', 'src/release/**', 'src/spec/**'],
    forbid([...effects, ...domains, '**/operations/*', ...doors], 'config, version, release and spec are pure'),
  ],
  [
    ['src/declaration/**'],
    forbid(['node:*', '@actions/*', ...domains, '**/operations/*', ...doors], 'declarations know no operation and no effect'),
  ],
  [
    ['src/host/**'],
    forbid([...domains, '**/config/*', '**/release/*', '**/spec/*', '**/operations/*', ...doors], 'host knows no other room'),
  ],
  [
    ['src/source/**', 'src/obs/**', 'src/repository/**', 'src/sandbox/**', 'src/package/**', 'src/compare/**', 'src/build/**'],
    forbid(['**/operations/*', '**/declaration/*', ...doors], 'domain rooms know neither operations nor doors'),
  ],
  [['src/operations/**'], forbid(doors, 'operations do not know their doors')],
]

export default tseslint.config(
  { ignores: ['dist', 'build', 'build-check-*', 'node_modules', '.cache', 'coverage'] },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allowNullish: true },
      ],
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/prefer-nullish-coalescing': 'off',
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      'no-console': 'error',
      'max-lines': ['error', 250],
    },
  },
  ...rooms.map(([files, restriction]) => ({ files, rules: { 'no-restricted-imports': ['error', restriction] } })),
  { files: ['test/**/*.ts'], ...jest.configs['flat/recommended'] },
  {
    files: ['test/**/*.ts'],
    rules: { 'jest/no-disabled-tests': 'error', 'jest/no-focused-tests': 'error', 'jest/expect-expect': 'off' },
  },
  {
    files: ['**/*.mjs', '*.js'],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', URL: 'readonly', setTimeout: 'readonly', fetch: 'readonly' },
    },
  },
)
