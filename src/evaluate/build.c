/* From the nodes of a planned tree to operators, by a table. */
#include "evaluate/pattern_impl.h"

static const dm_builder builders[DM_NODE_N] = {
    [DM_NODE_BGP] = dm_bgp_build,         [DM_NODE_PATH] = dm_path_build,       [DM_NODE_JOIN] = dm_join_build,
    [DM_NODE_LEFT_JOIN] = dm_join_build,  [DM_NODE_FILTER] = dm_filter_build,   [DM_NODE_UNION] = dm_union_build,
    [DM_NODE_MINUS] = dm_minus_build,     [DM_NODE_GRAPH] = dm_graph_build,     [DM_NODE_SERVICE] = dm_service_build,
    [DM_NODE_EXTEND] = dm_extend_build,   [DM_NODE_VALUES] = dm_values_build,   [DM_NODE_GROUP] = dm_group_build,
    [DM_NODE_ORDER] = dm_order_build,     [DM_NODE_PROJECT] = dm_project_build, [DM_NODE_DISTINCT] = dm_distinct_build,
    [DM_NODE_REDUCED] = dm_reduced_build, [DM_NODE_SLICE] = dm_slice_build,
};

dm_operator *dm_operator_build(dm_run *run, const dm_node *node, const dm_active_graph *graph)
{
  if (run->status)
    return NULL;
  dm_operator *op = builders[node->kind](run, node, graph);
  if (op && op->estimate == 0)
    op->estimate = dm_plan_of(node)->estimate;
  if (run->status) {
    dm_operator_free(op);
    return NULL;
  }
  return op;
}
