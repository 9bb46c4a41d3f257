// SPDX-License-Identifier: Apache-2.0
export { answerOf, AnswerView, type AnswerProps, useAnswerState, usualFacets } from './answer_view';
export { copyText } from './cell_actions';
export {
  type ColumnId,
  columns,
  type Drawing,
  firstSeen,
  lastSeen,
  rdataCell,
  sourcesOf,
  usualColumns,
} from './columns';
export { Choice } from './column_menu';
export { ExportMenu } from './export_menu';
export { FacetList } from './facets';
export { FilterChips } from './filter_chips';
export { FilterSheet } from './filter_sheet';
export { facetsQuery, firstWindowQuery, type Order, summaryQuery } from './queries';
export { type Rows, useRows } from './rows';
