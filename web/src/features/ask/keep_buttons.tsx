// SPDX-License-Identifier: Apache-2.0
// Keeping what is asked: among the saved questions of the box, or as a link for somebody else.
import { IconBookmark, IconBookmarkFilled, IconShare2 } from '@tabler/icons-react';
import { Button } from '@/shared/ui/controls';
import { notify } from '@/shared/ui/notice';
import { remember, useKeptQuestions } from './recent';

const icon = { size: 15, stroke: 1.5, 'aria-hidden': true } as const;

/** `asked` as one would write it into the box. */
export function SaveButton({ asked }: { asked: string }) {
  const { list, toggleSaved } = useKeptQuestions();
  const isSaved = list.some((each) => each.text === asked && each.isSaved);
  return (
    <Button
      look={isSaved ? 'default' : 'primary'}
      aria-pressed={isSaved}
      onClick={() => {
        const { pathname, search } = window.location;
        if (!isSaved) remember(asked, pathname + search);
        toggleSaved(asked);
        notify(isSaved ? 'No longer among the saved questions' : 'Saved: the box lists it');
      }}
    >
      {isSaved ? <IconBookmarkFilled {...icon} /> : <IconBookmark {...icon} />}
      {isSaved ? 'Saved' : 'Save question'}
    </Button>
  );
}

export function ShareButton() {
  return (
    <Button
      title="Copy a link to what is shown"
      onClick={() => {
        navigator.clipboard.writeText(window.location.href).then(
          () => {
            notify('Copied the link to this page');
          },
          () => {
            notify('The browser did not let it be copied');
          },
        );
      }}
    >
      <IconShare2 {...icon} /> Share
    </Button>
  );
}
