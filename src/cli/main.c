/* cli/main.c - the program demarche. */
#include "cli/command.h"
#include "cli/interrupt.h"

int main(int argc, char **argv)
{
  dm_interrupt_install();
  return dm_cli_run((const char *const *)argv + (argc > 0), argc > 0 ? (size_t)argc - 1 : 0);
}
