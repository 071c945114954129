/* sparql/kinds.h - kinds that the syntax tree and the algebra share. */
#ifndef DM_SPARQL_KINDS_H
#define DM_SPARQL_KINDS_H

typedef enum { DM_QUERY_SELECT, DM_QUERY_ASK, DM_QUERY_CONSTRUCT, DM_QUERY_DESCRIBE } dm_query_form;

typedef enum {
  DM_AGGREGATE_COUNT, /* without expression: COUNT(*) */
  DM_AGGREGATE_SUM,
  DM_AGGREGATE_AVG,
  DM_AGGREGATE_MIN,
  DM_AGGREGATE_MAX,
  DM_AGGREGATE_SAMPLE,
  DM_AGGREGATE_GROUP_CONCAT
} dm_aggregate_kind;

/* Property paths (§9, §18.1.7). */
typedef enum {
  DM_PATH_LINK,
  DM_PATH_INVERSE,
  DM_PATH_SEQUENCE,
  DM_PATH_ALTERNATIVE,
  DM_PATH_ZERO_OR_MORE,
  DM_PATH_ONE_OR_MORE,
  DM_PATH_ZERO_OR_ONE,
  DM_PATH_NEGATED
} dm_path_kind;

#endif
