// SPDX-License-Identifier: Apache-2.0
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

// shared knows nothing of features, features nothing of each other's insides nor of app: a feature is
// entered through its index.ts alone.
const above = (patterns, message) => ({
  'no-restricted-imports': ['error', { patterns: [{ group: patterns, message }] }],
});

export default tseslint.config(
  { ignores: ['dist', 'node_modules', '**/*.gen.ts'] },
  ...tseslint.configs.strict,
  {
    files: ['**/*.{ts,tsx}'],
    plugins: { 'react-hooks': hooks },
    rules: {
      ...hooks.configs.recommended.rules,
      // Speaks of a compiler that is not used here.
      'react-hooks/incompatible-library': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      'no-restricted-globals': ['error', { name: 'eval', message: 'The policy of the pages forbids it.' }],
      'no-restricted-syntax': [
        'error',
        {
          selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
          message: 'What the wire brought is hostile: show it as text.',
        },
      ],
      complexity: ['error', 20],
      'max-lines': ['error', 400],
    },
  },
  {
    files: ['src/shared/**'],
    rules: above(
      ['@/features/*', '@/features', '@/app/*', '**/features/**', '**/app/**'],
      'shared stands below features and app',
    ),
  },
  {
    files: ['src/features/**'],
    rules: above(
      ['@/app/*', '@/features/*/*', '**/app/**'],
      'features stand below app, and enter each other by index.ts',
    ),
  },
);
