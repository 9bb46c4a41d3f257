// SPDX-License-Identifier: Apache-2.0
export { decodeGraph, encodeGraph } from './encode_graph';
export { GraphPage } from './graph_page';
export type { GraphEdge, GraphNode, GraphState } from './graph_state';
