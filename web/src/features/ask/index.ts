// SPDX-License-Identifier: Apache-2.0
export { Box, type Wrong, WrongNote } from './box';
export { SaveButton, ShareButton } from './keep_buttons';
export { handedOver, handOver, linesOf } from './pasted';
export { askQuery } from './queries';
export { remember, useKeptQuestions } from './recent';
export { UnderstoodLine } from './understood_line';
