/* relation/rule_impl.h - compiled rules; for this module only. */
#ifndef DM_RELATION_RULE_IMPL_H
#define DM_RELATION_RULE_IMPL_H

#include "base/arena.h"
#include "base/vector.h"
#include "relation/relation.h"

typedef enum { CHOOSE_ALL, CHOOSE_EACH, CHOOSE_BEST, CHOOSE_MATCH, CHOOSE_VOTE } choice;

typedef struct {
  const char         *name;
  const char *const  *cells;
  size_t              n_cells;
  choice              choose;
  const dm_yaml      *yaml; /* where it was written */
  const dm_yaml_node *node;
  const char *const  *unique; /* cells that may stand together only once in a sentence */
  size_t              n_unique;
  uint32_t            relative_to; /* the family of whose date `next year` is the next year, or UINT32_MAX */
  /* Of two facts alike in the cell `like`, the one without the cell `missing` takes the other of the two actors of the family `one_of`; or NULL. */
  const char         *missing;
  const char         *like;
  uint32_t            one_of;
  uint32_t            field; /* hundredths of the sentences that must speak of the field, or the passage itself must; 0: nothing must */
  const dm_entity   **bars;  /* things of which none of its facts is stated */
  size_t              n_bars;
  const char         *qualified;   /* the cell that takes the qualification of its frame; or NULL */
  uint32_t            field_near;  /* there a concept must have a phrase of the field within so many tokens; 0: none is asked */
  uint32_t            field_above; /* asked of documents of more sentences only: a short text speaks of one thing */
} family;

/* Where a cell's value comes from. */
typedef enum {
  FROM_CAPTURE, /* $name of the pattern, or of the given fact */
  FROM_SUBJECT,
  FROM_OBJECT,
  FROM_EACH,  /* the mention that a collecting rule is at */
  FROM_MOST,  /* the thing of the wanted kinds that the document names most */
  FROM_VOICE, /* for whom the document speaks */
  FROM_THING, /* <kind:id> */
  FROM_WORD
} value_source;

typedef enum { PART_VALUE, PART_TEXT, PART_SIDE, PART_OF, PART_WHOLE, PART_UNTIL } value_part;

typedef struct {
  const char      *cell;
  value_source     source;
  value_part       part;
  const char      *name;     /* of a capture; the word */
  bool             optional; /* the fact stands without it */
  const dm_entity *thing;
} cell_template;

typedef struct {
  uint32_t            family;
  cell_template      *cells;
  size_t              n_cells;
  const dm_yaml_node *node;
} fact_template;

typedef struct {
  const fact_template *items;
  size_t               n;
} templates;

/* Where in a document a rule looks. */
enum { IN_TITLE = 1, IN_HEAD = 2, IN_HEADING = 4, IN_ITEM = 8, IN_FIELD = 16, IN_PROSE = 32, IN_TAIL = 64, IN_TOP = 128 };
enum { DM_N_ZONES = 8 };
extern const char *const dm_zone_names[DM_N_ZONES]; /* of the bits, in their order */

typedef enum { RULE_MATCH, RULE_FRAME, RULE_COLLECT, RULE_GIVEN, RULE_MOST, RULE_EVERY } rule_kind;
typedef enum {
  SUBJECT_BEFORE,
  SUBJECT_REQUIRED,
  SUBJECT_BY,
  SUBJECT_VOICE,
  SUBJECT_OUTER,
  SUBJECT_ANY,
  SUBJECT_AROUND,
  SUBJECT_LAST,
  SUBJECT_NOBODY
} subject_mode;
typedef enum { OBJECTS_AFTER, OBJECTS_BEFORE, OBJECTS_BOTH, OBJECTS_INSIDE } object_mode;
typedef enum { NO_LINES, LINES_AT_TOP, LINES_OF_LIST } lines_mode;
typedef enum { UNTIL_SENTENCE, UNTIL_BLOCK, UNTIL_LIST, UNTIL_SECTION } reach_mode;

/* A condition: a family's cell has one of these words, or things by id; with no words, the family has any fact (or none, if `not`). */
typedef struct {
  uint32_t           family;
  const char        *cell;
  const char *const *words;
  size_t             n_words;
  bool               negated;
} condition;

typedef struct {
  const char         *name;
  dm_entity           as_thing; /* who names the rule in a graph needs one; set when all rules are read */
  rule_kind           kind;
  const dm_yaml      *yaml; /* where it was written */
  const dm_yaml_node *node;
  const dm_yaml_node *body;       /* the whole of it */
  const dm_yaml      *below_yaml; /* the rule whose place it takes, or NULL */
  const dm_yaml_node *below;
  const dm_yaml_node *comment; /* why it is there, or NULL */
  uint32_t            phase;
  const dm_pattern   *pattern;
  const dm_pattern   *under;  /* the heading above must match */
  const dm_pattern   *spares; /* what, directly before a thing, makes it no target of this frame */
  const dm_pattern   *stop;   /* ends what a collecting rule reaches */
  unsigned            where;  /* 0: anywhere */
  long                weight;
  long                strength;
  dm_kinds            kinds; /* of objects, of what is collected, of what is counted */
  subject_mode        subject;
  object_mode         objects;
  reach_mode          until;
  bool                whole; /* a match rule is tried over a block, not a sentence */
  lines_mode lines;   /* a match rule is tried across blocks: the lines at the top of the document, or the items of lists and short lines anywhere */
  bool       said;    /* without an outer frame nobody is the subject, not the voice */
  bool       unowned; /* its facts ask for no subject */
  bool       embeds;  /* what it governs may be a clause: later frames of the sentence speak for its subject */
  bool       quotes;  /* what it governs is only told: frames in it that are no sayings themselves state nothing */
  bool       keeps_purpose;
  bool       echoes;         /* a pronoun may stand for its objects */
  bool       opens;          /* the trigger begins with its subject: `it is essential that` */
  bool       keeps_question; /* states something in a sentence that asks too */
  bool       qualified;      /* states facts of a family that has a cell for qualifications */
  uint32_t   given;
  condition *conditions;
  size_t     n_conditions;
  templates  facts;
  templates  negated;        /* items NULL and n 0: a negated frame states nothing */
  dm_kinds   breached_kinds; /* of these things the frame names the breach, and states `breached` instead of `facts` */
  templates  breached;
  templates  otherwise; /* what a frame without objects states of its captures */
} rule;

typedef struct {
  bool            spoken;   /* between quotation marks it means who speaks there */
  const char     *form;     /* name of the form that marks the reference */
  const uint32_t *families; /* the first that has facts gives its `actor` cells */
  size_t          n_families;
} reference;

typedef struct {
  const dm_pattern **items;
  size_t             n;
  size_t             capacity;
} pattern_list;

/* Another name of a key of the front matter. */
typedef struct {
  const char *key;
  const char *cell;
} front_alias;

/* Phrases that the clause model knows, by use. */
typedef enum {
  CLAUSE_BREAKS,        /* what ends the reach of a frame */
  CLAUSE_PURPOSES,      /* what begins a purpose or subordinate clause, whose things are no targets */
  CLAUSE_ADJUNCTS,      /* what, directly before a thing, makes it a place or means and no target */
  CLAUSE_NEGATORS,      /* what, between subject and frame, turns it */
  CLAUSE_OBLIQUES,      /* what, directly before an actor, makes it no subject */
  CLAUSE_LEADS,         /* what may stand before a frame without being its subject */
  CLAUSE_JOINTS,        /* what joins actors, or things, to a list */
  CLAUSE_OWNERS,        /* what, directly behind an actor, makes it an owner and no subject */
  CLAUSE_RELATIVES,     /* what, directly before a trigger, makes it a relative clause and no frame */
  CLAUSE_SEPARATORS,    /* what separates items, or clauses: the last one before the next frame ends the reach, the others do not */
  CLAUSE_QUESTIONS,     /* what begins a question inside a sentence, which states nothing of its own (`subject: outer`) */
  CLAUSE_ASKS,          /* what ends a sentence that asks */
  CLAUSE_OPENERS,       /* what begins a clause: things before a trigger are looked for behind the last */
  CLAUSE_COMMAS,        /* what ends a purpose that opens a sentence */
  CLAUSE_ASIDES,        /* what, directly before any thing, makes it a circumstance and no target */
  CLAUSE_SUBORDINATORS, /* what, directly before its subject, makes a frame subordinate: it states nothing */
  CLAUSE_PLACES,        /* phrases whose thing, the last word, is a place and no target, concept though it be */
  CLAUSE_DIGRESSIONS,   /* what begins a relative clause, in which only concepts are targets */
  CLAUSE_RESUMES,       /* what ends a purpose and goes on with what stood before it */
  CLAUSE_NOMINALS,      /* what, directly before a trigger, makes it a noun or an infinitive and no frame */
  CLAUSE_GOVERNORS,     /* what, directly before a thing, makes it a target although it looks like a place: `participation in` */
  CLAUSE_HEADS,         /* what, directly before an actor, acts for it: `the Governments of`; whether it is oblique is seen before that */
  CLAUSE_ECHOES,        /* pronouns for the subject of the sentence before */
  CLAUSE_SINGULARS,     /* pronouns for the one concept of the sentence before */
  CLAUSE_PLURALS,       /* pronouns for its concepts */
  CLAUSE_COORDINATORS,  /* what, directly before a trigger, keeps a negator of the verb before from turning it */
  CLAUSE_RENAMES,       /* what, between a thing and a name, makes that name another of what was said: an opening bracket */
  CLAUSE_RESUMPTIONS,   /* what, at the beginning of a sentence, takes up the one before */
  CLAUSE_FRONTS,        /* what, at the beginning of a sentence, names its topic: `on X, both sides agreed to` */
  CLAUSE_COMPANIONS,    /* things that are objects, but leave room for what they are done for: cooperation */
  CLAUSE_FIELDS,        /* what shows that a sentence speaks of the field that the rules are for */
  CLAUSE_RESTORERS,     /* what looks like a negator, between subject and frame, and is none, two negations or `not only` */
  CLAUSE_DENIALS,       /* what, right before its subject, turns a frame: `by no means do`, `denied that` */
  CLAUSE_TAILS,         /* what, right behind an actor, acts for it: `side`, `'s delegation` */
  N_CLAUSE_USES
} clause_use;

/* Where the words stand that qualify what a frame states. */
typedef enum { QUALIFIED_WITHIN, QUALIFIED_AFTER, QUALIFIED_BEFORE, N_QUALIFIER_PLACES } qualifier_place;

typedef struct {
  DM_VECTOR(const dm_pattern *) patterns;
  DM_VECTOR(const dm_entity *) things; /* what each pattern shows */
  dm_pattern_index *index;
} qualifiers;

/* Rules that begin with a pattern, in one index. */
typedef struct {
  DM_VECTOR(const dm_pattern *) patterns;
  DM_VECTOR(uint32_t) rules;
  dm_pattern_index *index;
  size_t            n_frames;
} rule_phase;

struct dm_rules {
  const dm_lexicon *lexicon;
  dm_arena         *arena;
  dm_yamls          files;
  DM_VECTOR(family) families;
  DM_VECTOR(rule) rules;
  DM_VECTOR(dm_rule_source) sources; /* one a rule */
  DM_VECTOR(reference) references;
  DM_VECTOR(uint32_t) voices; /* families whose `actor` cells speak where no subject stands */
  uint32_t front_family;      /* whose cells are the keys of the front matter, or UINT32_MAX */
  DM_VECTOR(front_alias) front_aliases;
  const char *const *front_dates;
  size_t             n_front_dates;
  DM_VECTOR(dm_pattern *) patterns;
  DM_VECTOR(dm_example) examples;
  DM_VECTOR(const char *) family_names;
  pattern_list      quoted; /* who is told to speak */
  dm_pattern_index *quoted_index;
  pattern_list      issued; /* what says that the words quoted below are the document's own */
  dm_pattern_index *issued_index;
  pattern_list      clauses[N_CLAUSE_USES];
  dm_pattern_index *clause_indexes[N_CLAUSE_USES]; /* of each use's phrases */
  DM_VECTOR(rule_phase) phases;                    /* one a file: its matches; frames only count there */
  DM_VECTOR(rule_phase) collects;                  /* one a file: its collections */
  qualifiers qualifiers[N_QUALIFIER_PLACES];
  rule_phase frames; /* those of all files: they compete for words and bound each other's reach, whichever file they stand in */
  dm_kinds   actors;
  dm_kinds   persons; /* these and posts, as subjects, speak for their side */
  dm_kinds   objects;
  dm_kinds   sides;
};

/* The cell that a key of the front matter stands for: itself, if it is no alias. */
const char *dm_rules_front_cell(const dm_rules *rules, const char *key);

/* UINT32_MAX if there is none. */
uint32_t dm_rules_family(const dm_rules *rules, const char *name);

#endif
