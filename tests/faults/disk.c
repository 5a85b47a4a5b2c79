/*
 * A disk that can be watched and made to fail, for the tests of the ledger. It is loaded before the
 * C library (LD_PRELOAD) and stands between a program and the files of one folder.
 *
 * Every change to a file there is written to a record, from which a test rebuilds what could be on
 * the disk had the power gone at any moment. A program that finds this library in itself (ctypes)
 * names the folder, sets marks in the record, and says which writes or syncs are to fail.
 *
 * One record: kind, file descriptor, offset, length (four signed 64-bit numbers), then the bytes.
 * SQLite's shared memory (-shm) is left out: it is made anew when the log is opened.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { OPENED = 1, CLOSED, WRITTEN, CUT, SYNCED, REMOVED, RENAMED, MARK };
enum { FILES = 4096, PATH = 1024, WRITES = 0, SYNCS = 1 };

static char folder[PATH];
static int record = -1;
static char watched[FILES];
static long done[2], first_bad[2], last_bad[2];
static int bad_errno[2];

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static void put(int64_t kind, int64_t fd, int64_t offset, int64_t length, const void *bytes)
{
    int64_t head[4] = {kind, fd, offset, length};
    if (record < 0)
        return;
    syscall(SYS_write, record, head, sizeof head);
    if (bytes != NULL)
        syscall(SYS_write, record, bytes, (size_t)length);
}

/* From the program under test: which folder to watch, where to keep the record ("" for none). */
void disk_watch(const char *path, const char *record_path)
{
    snprintf(folder, PATH, "%s", path);
    memset(watched, 0, sizeof watched);
    done[WRITES] = done[SYNCS] = first_bad[WRITES] = first_bad[SYNCS] = 0;
    if (record >= 0)
        syscall(SYS_close, record);
    record = -1;
    if (record_path[0])
        record = (int)syscall(SYS_openat, AT_FDCWD, record_path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
}

/* Have the writes (0) or syncs (1) from the first to the last, counted from one, fail so. */
void disk_fail(int kind, long first, long last, int error)
{
    done[kind] = 0;
    first_bad[kind] = first;
    last_bad[kind] = last;
    bad_errno[kind] = error;
}

long disk_done(int kind) { return done[kind]; }

void disk_mark(long number) { put(MARK, 0, number, 0, NULL); }

static int is_inside(const char *path)
{
    size_t length = strlen(folder), whole = strlen(path);
    if (!length || strncmp(path, folder, length) || (path[length] != '/' && path[length]))
        return 0;
    return whole < 4 || strcmp(path + whole - 4, "-shm");
}

static int is_watched(int fd) { return fd >= 0 && fd < FILES && watched[fd]; }

static int fails(int kind)
{
    long now = ++done[kind];
    if (!first_bad[kind] || now < first_bad[kind] || now > last_bad[kind])
        return 0;
    errno = bad_errno[kind];
    return 1;
}

static int opened(int fd, const char *path, int flags)
{
    if (fd >= 0 && fd < FILES) {
        watched[fd] = (char)is_inside(path);
        if (watched[fd])
            put(OPENED, fd, flags & O_TRUNC ? 1 : 0, (int64_t)strlen(path), path);
    }
    return fd;
}

#define MODE(flags)                                   \
    mode_t mode = 0;                                  \
    if ((flags) & (O_CREAT | O_TMPFILE)) {            \
        va_list more;                                 \
        va_start(more, flags);                        \
        mode = va_arg(more, mode_t);                  \
        va_end(more);                                 \
    }

int open(const char *path, int flags, ...)
{
    MODE(flags)
    return opened(REAL(open)(path, flags, mode), path, flags);
}

int open64(const char *path, int flags, ...)
{
    MODE(flags)
    return opened(REAL(open64)(path, flags, mode), path, flags);
}

int close(int fd)
{
    if (is_watched(fd)) {
        put(CLOSED, fd, 0, 0, NULL);
        watched[fd] = 0;
    }
    return REAL(close)(fd);
}

ssize_t write(int fd, const void *bytes, size_t count)
{
    if (!is_watched(fd))
        return REAL(write)(fd, bytes, count);
    if (fails(WRITES))
        return -1;
    off_t offset = lseek(fd, 0, SEEK_CUR);
    ssize_t written = REAL(write)(fd, bytes, count);
    if (written > 0)
        put(WRITTEN, fd, offset, written, bytes);
    return written;
}

static ssize_t placed(int fd, const void *bytes, size_t count, off64_t offset)
{
    if (is_watched(fd) && fails(WRITES))
        return -1;
    ssize_t written = REAL(pwrite64)(fd, bytes, count, offset);
    if (is_watched(fd) && written > 0)
        put(WRITTEN, fd, offset, written, bytes);
    return written;
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset)
{
    return placed(fd, bytes, count, offset);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset)
{
    return placed(fd, bytes, count, offset);
}

static int cut(int fd, off64_t length)
{
    if (is_watched(fd) && fails(WRITES))
        return -1;
    int result = REAL(ftruncate64)(fd, length);
    if (is_watched(fd) && !result)
        put(CUT, fd, length, 0, NULL);
    return result;
}

int ftruncate(int fd, off_t length) { return cut(fd, length); }

int ftruncate64(int fd, off64_t length) { return cut(fd, length); }

int fsync(int fd)
{
    if (is_watched(fd) && fails(SYNCS))
        return -1;
    int result = REAL(fsync)(fd);
    if (is_watched(fd) && !result)
        put(SYNCED, fd, 0, 0, NULL);
    return result;
}

int fdatasync(int fd)
{
    if (is_watched(fd) && fails(SYNCS))
        return -1;
    int result = REAL(fdatasync)(fd);
    if (is_watched(fd) && !result)
        put(SYNCED, fd, 0, 0, NULL);
    return result;
}

int unlink(const char *path)
{
    int result = REAL(unlink)(path);
    if (!result && is_inside(path))
        put(REMOVED, 0, 0, (int64_t)strlen(path), path);
    return result;
}

int rename(const char *from, const char *to)
{
    int result = REAL(rename)(from, to);
    if (!result && is_inside(from)) {
        char both[2 * PATH];
        int length = snprintf(both, sizeof both, "%s%c%s", from, 0, to);
        put(RENAMED, 0, 0, length, both);
    }
    return result;
}
