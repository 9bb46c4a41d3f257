// SPDX-License-Identifier: Apache-2.0
import type { AnchorHTMLAttributes } from 'react';
import { useGo } from './address';

/** A link to a page of ours; with a key held it opens beside, as links do. */
export function PageLink({
  href,
  onClick,
  ...rest
}: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) {
  const go = useGo();
  return (
    <a
      {...rest}
      href={href}
      onClick={(event) => {
        onClick?.(event);
        if (
          event.defaultPrevented ||
          event.button !== 0 ||
          event.metaKey ||
          event.ctrlKey ||
          event.shiftKey ||
          event.altKey
        )
          return;
        event.preventDefault();
        go(href);
      }}
    />
  );
}
