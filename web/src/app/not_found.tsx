// SPDX-License-Identifier: Apache-2.0
import { PageLink } from '@/shared/question/link';
import { EmptyState } from '@/shared/ui/states';

export function NotFound() {
  return (
    <EmptyState title="There is no such page.">
      <p>
        The address may be mistyped. Ask in the box above, or <PageLink href="/">begin anew</PageLink>.
      </p>
    </EmptyState>
  );
}
