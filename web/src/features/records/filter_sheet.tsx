// SPDX-License-Identifier: Apache-2.0
// On a narrow screen the facets stand on a sheet behind a button.
import { Drawer } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { Button } from '@/shared/ui/controls';

export function FilterSheet({ children }: { children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        onClick={() => {
          setOpen(true);
        }}
      >
        <IconFilter size={15} stroke={1.5} aria-hidden /> Filter
      </Button>
      <Drawer
        opened={isOpen}
        onClose={() => {
          setOpen(false);
        }}
        position="bottom"
        title="Filter"
        size="75%"
      >
        {children}
      </Drawer>
    </>
  );
}
