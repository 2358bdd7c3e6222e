// Lint rules and import zones. A room may import only what its row below allows; everything else fails `npm run check`.
import js from '@eslint/js';
import vue from 'eslint-plugin-vue';
import tseslint from 'typescript-eslint';

const ROOMS = ['common', 'core', 'electron', 'server', 'renderer', 'scripts', 'tests'];

/** For each room: the other rooms it may import, and the packages it may never import. */
const ZONES = {
  common: {
    rooms: [],
    packages: ['^node:', '^electron', '^vue', '^pinia', '^chart\\.js', '^conf$', '^keytar$', '^undici'],
  },
  core: { rooms: ['common'], packages: ['^electron', '^vue', '^pinia', '^chart\\.js'] },
  electron: { rooms: ['common', 'core'], packages: ['^vue', '^pinia', '^chart\\.js'] },
  server: { rooms: ['common', 'core'], packages: ['^electron', '^vue', '^pinia', '^chart\\.js'] },
  renderer: { rooms: ['common'], packages: ['^node:', '^electron', '^conf$', '^keytar$', '^undici'] },
  scripts: { rooms: ['common', 'core'], packages: ['^vue', '^pinia', '^chart\\.js'] },
};

/** Core's pure logic reaches the outside through ports; only core/node and core/simulator touch Node's own modules. */
const OUTSIDE = ['^node:(?!crypto$|assert$)', '^undici', '^conf$', '^keytar$', '^atomically$'];

const zone = (patterns, message) => patterns.map((regex) => ({ regex, message }));

const roomRules = Object.entries(ZONES).map(([room, { rooms, packages }]) => {
  const others = ROOMS.filter((other) => other !== room && !rooms.includes(other));
  return {
    files: [`${room}/**/*.{ts,vue}`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            ...zone(
              [`^(\\.\\./)+(${others.join('|')})/`],
              `${room}/ must not import that room (see docs/architecture.md).`,
            ),
            ...zone(packages, `${room}/ must not import that package (see docs/architecture.md).`),
          ],
        },
      ],
    },
  };
});

const coreLogic = {
  files: ['core/**/*.ts'],
  ignores: ['core/node/**', 'core/simulator/**'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          ...zone(['^(\\.\\./)+(electron|server|renderer|scripts|tests)/'], 'core/ must not import that room.'),
          ...zone(
            [...ZONES.core.packages, ...OUTSIDE],
            'core logic reaches the outside through ports (core/ports.ts).',
          ),
          ...zone(['/node/', '/simulator/'], 'core logic must not import its own adapters.'),
        ],
      },
    ],
    'no-restricted-globals': ['error', 'fetch', 'setTimeout', 'setInterval', 'process', 'performance'],
    'no-restricted-properties': [
      'error',
      { object: 'Date', property: 'now', message: 'Time comes in through the clock port.' },
      { object: 'Math', property: 'random', message: 'Randomness comes in through the random port.' },
    ],
  },
};

export default tseslint.config(
  { ignores: ['out/', 'dist/', 'coverage/', '.cache/', 'test-results/', 'playwright-report/', 'node_modules/'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  ...vue.configs['flat/essential'],
  { files: ['**/*.vue'], languageOptions: { parserOptions: { parser: tseslint.parser } } },
  {
    files: ['**/*.{ts,vue}'],
    rules: {
      'no-undef': 'off',
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'vue/no-v-html': 'error',
      'vue/multi-word-component-names': 'off',
    },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
  ...roomRules,
  coreLogic,
);
