/* Evaluates an expression a line (expression.h) and writes its result: for comparison with other engines by tests/suites. */
#include "expression.h"

int main(void)
{
  dm_function_context *context = NULL;
  char                *line = NULL;
  size_t               capacity = 0;
  dm_function_context_new(&context, "http://example/base/", NULL);
  while (getline(&line, &capacity, stdin) > 0) {
    dm_arena *arena = dm_arena_new();
    line[strcspn(line, "\n")] = '\0';
    dm_operand  result = evaluate_text(line, context, arena);
    const char *shown = show(&result, arena);
    for (; *shown; shown++) /* one line a result */
      *shown == '\n' ? (void)fputs("\\n", stdout) : (void)putchar(*shown);
    putchar('\n');
    dm_arena_free(arena);
  }
  free(line);
  dm_function_context_free(context);
  return 0;
}
