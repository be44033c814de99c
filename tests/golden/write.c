/* Writes the golden files that are not there yet. Run by tests/golden/write. */
#include "golden_cascades.h"
#include "golden_tapes.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* "x": a file that is there stays as it is. */
static void write_file(const char *name, const void *data, size_t size)
{
    char path[GOLDEN_PATH_SIZE];
    golden_path(name, path);
    FILE *file = fopen(path, "wbx");
    if (!file || fwrite(data, 1, size, file) != size || fclose(file) != 0) {
        perror(path);
        exit(1);
    }
    printf("%8zu %s\n", size, path);
}

static bool is_there(const char *name)
{
    char path[GOLDEN_PATH_SIZE];
    golden_path(name, path);
    FILE *file = fopen(path, "rb");
    if (file)
        fclose(file);
    return file != NULL;
}

static void write_described(const golden_file *file)
{
    char name[256];
    if (!is_there(file->name) && file->make) {
        lm_buffer made = file->make();
        write_file(file->name, made.data, made.size);
        lm_buffer_free(&host, &made);
    }
    snprintf(name, sizeof name, "%s.txt", file->name);
    if (!is_there(name)) {
        char *lines = golden_described(file->name);
        write_file(name, lines, strlen(lines));
        free(lines);
    }
}

int main(void)
{
    lm_host_init(&host);
    for (size_t i = 0; i < COUNT(golden_tapes); i++)
        write_described(&golden_tapes[i]);
    for (size_t i = 0; i < COUNT(golden_maps); i++)
        write_described(&golden_maps[i]);
    for (size_t i = 0; i < COUNT(golden_subjects); i++) {
        if (is_there(golden_subjects[i].name))
            continue;
        char *lines = golden_said(&golden_subjects[i]);
        write_file(golden_subjects[i].name, lines, strlen(lines));
        free(lines);
    }
    return 0;
}
