/* yaml/build.c - from libyaml's events to a tree.
 *
 * libyaml's marks count characters; nodes keep that count, and only a message turns it into bytes.
 * Children wait on one stack until their parent ends, then move to the arena as one array:
 *
 *   stack: [ root's children so far | key value key value ... | items of the innermost ]        frame = where the innermost begins
 */
#include "yaml/tree_impl.h"

#include "base/map.h"
#include "base/vector.h"

#include <yaml.h>

#include <string.h>

enum {
  MAX_DEPTH = 64, /* of nested sequences and mappings */
  FEW_KEYS = 8    /* up to here comparing each with each is cheaper than a map */
};

typedef struct {
  dm_yaml        *yaml;
  dm_diagnostics *diagnostics;
  yaml_parser_t   parser;
  DM_VECTOR(const dm_yaml_node *) stack;
  dm_status status;          /* DM_BAD_RULES as soon as anything was reported */
  size_t    known_character; /* and its offset in bytes: where the last walk ended */
  size_t    known_offset;
} builder;

static void report_syntax(builder *b)
{
  const yaml_parser_t *p = &b->parser;
  const char          *problem = p->problem ? p->problem : "cannot be read";
  b->status = DM_BAD_RULES;
  if (p->error == YAML_READER_ERROR) {
    if (p->problem_value > 0)
      dm_yaml_report_at(b->yaml, p->problem_offset, b->diagnostics, "YAML: %s (%02X)", problem, (unsigned)p->problem_value);
    else
      dm_yaml_report_at(b->yaml, p->problem_offset, b->diagnostics, "YAML: %s", problem);
    return;
  }
  const size_t offset = dm_yaml_offset(b->yaml, p->problem_mark.index);
  const bool   at_end = offset >= b->yaml->n_text; /* what was left open is of more help than the end */
  if (p->context && at_end)
    dm_yaml_report_at(b->yaml, dm_yaml_offset(b->yaml, p->context_mark.index), b->diagnostics, "YAML: %s, %s that begins here", problem, p->context);
  else if (p->context)
    dm_yaml_report_at(b->yaml, offset, b->diagnostics, "YAML: %s, %s (which began in line %zu)", problem, p->context, p->context_mark.line + 1);
  else
    dm_yaml_report_at(b->yaml, offset, b->diagnostics, "YAML: %s", problem);
}

/* Gets the next event. False after a syntax error, which is reported; libyaml must not be asked again then: it would say "success". */
static bool next_event(builder *b, yaml_event_t *event)
{
  if (yaml_parser_parse(&b->parser, event))
    return true;
  report_syntax(b);
  return false;
}

static placed_node *new_node(builder *b, const yaml_event_t *event, dm_yaml_kind kind)
{
  placed_node *placed = dm_arena_allocate(b->yaml->arena, sizeof *placed);
  placed->node.kind = kind;
  placed->node.line_1based = event->start_mark.line + 1;
  placed->node.column_1based = event->start_mark.column + 1;
  placed->node.text = "";
  placed->character = event->start_mark.index;
  return placed;
}

static void refuse(builder *b, const placed_node *placed, const char *what)
{
  b->status = dm_yaml_error(b->yaml, &placed->node, b->diagnostics, "%s", what);
}

static const char tags_refused[] = "YAML tags (!name) are not allowed here";

static void refuse_decoration(builder *b, const placed_node *placed, const void *anchor, const void *tag)
{
  if (anchor)
    refuse(b, placed, "YAML anchors (&name) are not allowed here: write the value out");
  if (tag)
    refuse(b, placed, tags_refused);
}

/* Events come in the order of the text, so the walk from characters to bytes goes on where it was. */
static size_t offset_of_mark(builder *b, size_t character)
{
  if (character < b->known_character)
    return dm_yaml_offset(b->yaml, character);
  while (b->known_character < character && b->known_offset < b->yaml->n_text) {
    b->known_offset++;
    while (b->known_offset < b->yaml->n_text && ((unsigned char)b->yaml->text[b->known_offset] & 0xC0) == 0x80)
      b->known_offset++;
    b->known_character++;
  }
  return b->known_offset;
}

/* libyaml forgets the tag `!` alone. But then the scalar is longer in the source than its text, and begins with what no scalar begins with. */
static bool has_forgotten_tag(builder *b, const yaml_event_t *event)
{
  if (event->end_mark.index - event->start_mark.index == event->data.scalar.length || !event->data.scalar.plain_implicit)
    return false;
  const size_t offset = offset_of_mark(b, event->start_mark.index);
  return offset < b->yaml->n_text && b->yaml->text[offset] == '!';
}

static const dm_yaml_node *scalar_node(builder *b, const yaml_event_t *event)
{
  placed_node *placed = new_node(b, event, DM_YAML_SCALAR);
  const size_t n_bytes = event->data.scalar.length;
  const char  *value = (const char *)event->data.scalar.value;
  refuse_decoration(b, placed, event->data.scalar.anchor, event->data.scalar.tag);
  if (has_forgotten_tag(b, event))
    refuse(b, placed, tags_refused);
  if (memchr(value, 0, n_bytes))
    refuse(b, placed, "U+0000 is not allowed in a text");
  placed->node.text = dm_arena_string(b->yaml->arena, value, n_bytes);
  placed->node.n_bytes = n_bytes;
  placed->node.quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
  return &placed->node;
}

static void report_duplicate(builder *b, const dm_yaml_node *first, const dm_yaml_node *second)
{
  b->status = dm_yaml_error(b->yaml, second, b->diagnostics, "duplicate key `%s`: it stands in line %zu, column %zu already", second->text,
                            first->line_1based, first->column_1based);
}

static void check_duplicates(builder *b, const dm_yaml_pair *pairs, size_t n)
{
  if (n <= FEW_KEYS) {
    for (size_t i = 1; i < n; i++) {
      size_t j = 0;
      while (j < i && (pairs[j].key->n_bytes != pairs[i].key->n_bytes || memcmp(pairs[j].key->text, pairs[i].key->text, pairs[i].key->n_bytes)))
        j++;
      if (j < i)
        report_duplicate(b, pairs[j].key, pairs[i].key);
    }
    return;
  }
  dm_map *seen = dm_map_new();
  for (size_t i = 0; i < n; i++) {
    bool            is_new;
    const uint32_t *index = dm_map_put(seen, pairs[i].key->text, pairs[i].key->n_bytes, (uint32_t)i, &is_new);
    if (!is_new)
      report_duplicate(b, pairs[*index].key, pairs[i].key);
  }
  dm_map_free(seen);
}

static void end_sequence(builder *b, dm_yaml_node *node, size_t frame)
{
  const size_t n = b->stack.n - frame;
  if (n > 0) {
    const dm_yaml_node **items = dm_arena_allocate(b->yaml->arena, n * sizeof *items);
    memcpy(items, b->stack.items + frame, n * sizeof *items);
    node->items = items;
  }
  node->n = n;
  b->stack.n = frame;
}

static void end_mapping(builder *b, dm_yaml_node *node, size_t frame)
{
  const size_t n = (b->stack.n - frame) / 2;
  if (n > 0) {
    dm_yaml_pair *pairs = dm_arena_allocate(b->yaml->arena, n * sizeof *pairs);
    for (size_t i = 0; i < n; i++)
      pairs[i] = (dm_yaml_pair){b->stack.items[frame + 2 * i], b->stack.items[frame + 2 * i + 1]};
    check_duplicates(b, pairs, n);
    node->pairs = pairs;
  }
  node->n = n;
  b->stack.n = frame;
}

static const dm_yaml_node *read_node(builder *b, yaml_event_t *event, size_t depth);

/* Reads the children of `placed` up to the end event. False if a syntax error or the depth ended it. */
static bool read_children(builder *b, placed_node *placed, yaml_event_type_t end, size_t depth)
{
  const bool   is_mapping = end == YAML_MAPPING_END_EVENT;
  const size_t frame = b->stack.n;
  if (depth == MAX_DEPTH) {
    b->status = dm_yaml_error(b->yaml, &placed->node, b->diagnostics, "nested more than %d deep", MAX_DEPTH);
    return false;
  }
  for (;;) {
    yaml_event_t event;
    if (!next_event(b, &event))
      return false;
    if (event.type == end) {
      yaml_event_delete(&event);
      break;
    }
    const dm_yaml_node *child = read_node(b, &event, depth + 1);
    if (!child)
      return false;
    if (is_mapping && (b->stack.n - frame) % 2 == 0 && child->kind != DM_YAML_SCALAR)
      refuse(b, (const placed_node *)child, "a key must be a plain or quoted text");
    *dm_vector_add(&b->stack) = child;
  }
  if (is_mapping)
    end_mapping(b, &placed->node, frame);
  else
    end_sequence(b, &placed->node, frame);
  return true;
}

/* Makes the node that `event` begins, whole; frees the event. NULL when reading must end. */
static const dm_yaml_node *read_node(builder *b, yaml_event_t *event, size_t depth)
{
  const dm_yaml_node *node = NULL;
  placed_node        *placed = NULL;
  yaml_event_type_t   end = YAML_NO_EVENT;
  switch (event->type) {
  case YAML_SCALAR_EVENT: node = scalar_node(b, event); break;
  case YAML_SEQUENCE_START_EVENT:
    placed = new_node(b, event, DM_YAML_SEQUENCE);
    refuse_decoration(b, placed, event->data.sequence_start.anchor, event->data.sequence_start.tag);
    end = YAML_SEQUENCE_END_EVENT;
    break;
  case YAML_MAPPING_START_EVENT:
    placed = new_node(b, event, DM_YAML_MAPPING);
    refuse_decoration(b, placed, event->data.mapping_start.anchor, event->data.mapping_start.tag);
    end = YAML_MAPPING_END_EVENT;
    break;
  default: /* an alias: nothing else can begin a node */
    placed = new_node(b, event, DM_YAML_SCALAR);
    refuse(b, placed, "YAML aliases (*name) are not allowed here: write the value out");
    node = &placed->node;
    break;
  }
  yaml_event_delete(event);
  if (!node && read_children(b, placed, end, depth))
    node = &placed->node;
  return node;
}

static void read_stream(builder *b)
{
  for (bool ended = false; !ended;) {
    yaml_event_t event;
    if (!next_event(b, &event))
      return;
    switch (event.type) {
    case YAML_STREAM_START_EVENT:
    case YAML_DOCUMENT_END_EVENT: yaml_event_delete(&event); break;
    case YAML_DOCUMENT_START_EVENT:
      if (b->yaml->root) {
        b->status =
            dm_yaml_report_at(b->yaml, dm_yaml_offset(b->yaml, event.start_mark.index), b->diagnostics, "a second YAML document: a file holds one");
        ended = true;
      }
      yaml_event_delete(&event);
      break;
    case YAML_STREAM_END_EVENT:
      yaml_event_delete(&event);
      ended = true;
      break;
    default:
      b->yaml->root = read_node(b, &event, 0);
      ended = !b->yaml->root;
      break;
    }
  }
}

dm_status dm_yaml_build(dm_yaml *yaml, dm_diagnostics *diagnostics)
{
  builder b = {.yaml = yaml, .diagnostics = diagnostics};
  if (!yaml_parser_initialize(&b.parser))
    return dm_yaml_report_at(yaml, 0, diagnostics, "YAML: the parser cannot start");
  yaml_parser_set_encoding(&b.parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&b.parser, (const unsigned char *)yaml->text, yaml->n_text);
  read_stream(&b);
  yaml_parser_delete(&b.parser);
  dm_vector_free(&b.stack);
  return b.status;
}
