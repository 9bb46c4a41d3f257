# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Sourced by scripts that build or check the analyst's pages: which Node they use. What scripts/setup fetched into
# build/node stands first on PATH; it is there only where the system's own Node is too old.
node_home=$PWD/build/node
[[ -x $node_home/node_modules/.bin/node ]] && PATH=$node_home/node_modules/.bin:$PATH

# Whether there is a Node that Vite and ESLint run with (20.19 and later, 22.13 and later, 24 and later), and an npm.
has_node() {
  command -v node >/dev/null && command -v npm >/dev/null && node -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit((major === 20 && minor >= 19) || (major === 22 && minor >= 13) || major >= 24 ? 0 : 1);
  ' 2>/dev/null
}
