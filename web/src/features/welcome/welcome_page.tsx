// SPDX-License-Identifier: Apache-2.0
// The first page.
export function WelcomePage() {
  return <p>Ask.</p>;
}
