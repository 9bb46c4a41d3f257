// SPDX-License-Identifier: Apache-2.0
// What a node is called; where there is little room, a name keeps its registered domain.
import { NameText, Text } from '@/shared/ui/values';
import type { GraphNode } from './graph_state';
import { isName } from './ways';

export const NodeText = ({ node }: { node: GraphNode }) =>
  isName(node) ? <NameText name={node.text} isWhole /> : <Text text={node.text} />;
