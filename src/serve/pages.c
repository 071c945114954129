/* serve/pages.c - the page to ask in: a fixed list of files, read once; no path of a request ever becomes one of the disk. */
#include "serve/serve_impl.h"

#include "base/file.h"

#include <stdlib.h>
#include <string.h>

static const struct {
  const char *path;
  const char *file;
  const char *type;
} files[] = {
    {"/", "index.html", "text/html; charset=utf-8"},
    {"/start.js", "start.js", "text/javascript; charset=utf-8"},
    {"/style.css", "style.css", "text/css; charset=utf-8"},
    {"/prefixes.json", "prefixes.json", "application/json"},
    {"/favicon.svg", "favicon.svg", "image/svg+xml"},
    {"/favicon.ico", "favicon.svg", "image/svg+xml"},
    {"/yasgui/yasgui.min.js", "yasgui/yasgui.min.js", "text/javascript; charset=utf-8"},
    {"/yasgui/yasgui.min.css", "yasgui/yasgui.min.css", "text/css; charset=utf-8"},
    {"/yasgui/LICENSE.txt", "yasgui/LICENSE.txt", "text/plain; charset=utf-8"},
    {"/yasgui/yasgui.min.js.LICENSE.txt", "yasgui/yasgui.min.js.LICENSE.txt", "text/plain; charset=utf-8"},
};

enum { N_FILES = sizeof files / sizeof *files, MOST_FILE_BYTES = 16 << 20 };
_Static_assert((int)N_FILES <= (int)MOST_PAGES, "dm_server.pages has room for all files");

/* Scripts and requests of this server only. YASGUI sets styles from its scripts, and has its pictures inside. */
static const char policy[] = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
                             "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

static dm_status read_file(dm_buffer *bytes, const dm_server *server, const char *name)
{
  dm_buffer path = {0};
  dm_buffer_print(&path, "%s/%s", server->options.folder, name);
  const dm_status status = dm_file_read(bytes, dm_buffer_string(&path), MOST_FILE_BYTES, server->diagnostics);
  dm_buffer_free(&path);
  return status == DM_OK ? DM_OK : DM_BAD_RULES;
}

dm_status pages_load(dm_server *server)
{
  dm_status status = read_file(&server->description, server, "description.ttl");
  for (size_t i = 0; status == DM_OK && i < N_FILES; i++) {
    dm_buffer bytes = {0};
    status = read_file(&bytes, server, files[i].file);
    if (status != DM_OK)
      break;
    reply whole = {0};
    dm_buffer_string(&bytes);
    reply_take(&whole, MHD_HTTP_OK, MHD_create_response_from_buffer(bytes.n_bytes, bytes.bytes, MHD_RESPMEM_MUST_FREE));
    reply_field(whole.response, MHD_HTTP_HEADER_CONTENT_TYPE, files[i].type);
    reply_field(whole.response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-cache");
    reply_field(whole.response, "Content-Security-Policy", policy);
    reply_field(whole.response, "X-Content-Type-Options", "nosniff");
    reply_field(whole.response, "Referrer-Policy", "no-referrer");
    server->pages[i] = (page){files[i].path, whole.response};
  }
  return status;
}

void pages_free(dm_server *server)
{
  for (size_t i = 0; i < MOST_PAGES; i++)
    if (server->pages[i].response)
      MHD_destroy_response(server->pages[i].response);
  dm_buffer_free(&server->description);
}

const page *pages_find(const dm_server *server, const char *path)
{
  for (size_t i = 0; i < MOST_PAGES && server->pages[i].path; i++)
    if (strcmp(server->pages[i].path, path) == 0)
      return &server->pages[i];
  return NULL;
}
