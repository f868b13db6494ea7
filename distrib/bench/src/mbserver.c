/*
 * mbserver: a Modbus TCP server whose registers tell when they were read.
 *
 *   mbserver PORT REGISTERS LOGFILE UNIT_MS [DELAY_US]
 *
 * Every holding and input register reads as the low 16 bits of (Unix milliseconds / UNIT_MS) at the
 * moment of the request, and every request for registers is logged as one binary record. Whoever
 * has the log can tell of any value which read it came from. DELAY_US makes every answer late.
 *
 * Functions 1-6, 15 and 16; writes are acknowledged and forgotten. Listens on 127.0.0.1 only. Ends
 * on SIGTERM or SIGINT and then prints its counters as JSON on standard error.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
  HEADER = 7, /* transaction, protocol, length, unit */
  MAX_REGISTERS = 125,
  MAX_BITS = 2000,
  EVENTS = 64,
};

struct log_record {
  int64_t time_us;
  int32_t start;
  int32_t count;
};

struct client {
  int fd;
  size_t filled;
  uint8_t buffer[4096];
};

static struct {
  int registers;
  int unit_ms;
  int delay_us;
  FILE *log;
} config;

static struct { uint64_t connections, requests, registers, exceptions; } counters;

static volatile sig_atomic_t stopping = 0;

static void on_signal(int number) {
  (void)number;
  stopping = 1;
}

static int64_t now_us(void) {
  struct timespec time;
  clock_gettime(CLOCK_REALTIME, &time);
  return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

static int get16(const uint8_t *bytes) { return bytes[0] << 8 | bytes[1]; }

static void put16(uint8_t *bytes, int value) {
  bytes[0] = (uint8_t)(value >> 8);
  bytes[1] = (uint8_t)value;
}

/* Fills the data of a register read and logs it; returns the answer's length. */
static size_t answer_registers(uint8_t *answer, int start, int count, int64_t time_us) {
  int value = (int)(time_us / 1000 / config.unit_ms) & 0xFFFF;
  answer[HEADER + 1] = (uint8_t)(2 * count);
  for (int i = 0; i < count; i++) {
    put16(answer + HEADER + 2 + 2 * i, value);
  }
  struct log_record record = {time_us, start, count};
  fwrite(&record, sizeof record, 1, config.log);
  counters.requests++;
  counters.registers += (uint64_t)count;
  return (size_t)(HEADER + 2 + 2 * count);
}

static size_t answer_exception(uint8_t *answer, int code) {
  answer[HEADER] |= 0x80;
  answer[HEADER + 1] = (uint8_t)code;
  counters.exceptions++;
  return HEADER + 2;
}

/* Writes the answer to one complete request; returns its length. */
static size_t answer_request(const uint8_t *request, uint8_t *answer) {
  int64_t time_us = now_us();
  int function = request[HEADER];
  int start = get16(request + HEADER + 1);
  int count = get16(request + HEADER + 3);
  size_t length;
  memcpy(answer, request, HEADER + 1);
  switch (function) {
    case 3:
    case 4:
      if (count < 1 || count > MAX_REGISTERS) {
        length = answer_exception(answer, 3);
      } else if (start + count > config.registers) {
        length = answer_exception(answer, 2);
      } else {
        length = answer_registers(answer, start, count, time_us);
      }
      break;
    case 1:
    case 2:
      if (count < 1 || count > MAX_BITS) {
        length = answer_exception(answer, 3);
      } else {
        int bytes = (count + 7) / 8;
        answer[HEADER + 1] = (uint8_t)bytes;
        memset(answer + HEADER + 2, 0x55, (size_t)bytes);
        length = (size_t)(HEADER + 2 + bytes);
      }
      break;
    case 5:
    case 6:
    case 15:
    case 16:
      memcpy(answer + HEADER + 1, request + HEADER + 1, 4);
      length = HEADER + 5;
      break;
    default:
      length = answer_exception(answer, 1);
  }
  put16(answer + 4, (int)length - 6);
  return length;
}

static void close_client(struct client *client) {
  close(client->fd);
  free(client);
}

/* Reads what a client sent and answers every complete request in it. */
static void serve(struct client *client) {
  ssize_t got =
      read(client->fd, client->buffer + client->filled, sizeof client->buffer - client->filled);
  if (got <= 0) {
    close_client(client);
    return;
  }
  client->filled += (size_t)got;
  size_t used = 0;
  while (client->filled - used >= HEADER + 5) {
    const uint8_t *request = client->buffer + used;
    size_t length = 6 + (size_t)get16(request + 4);
    if (length < HEADER + 5 || length > 260) {
      close_client(client);
      return;
    }
    if (client->filled - used < length) {
      break;
    }
    uint8_t answer[HEADER + 2 + 2 * MAX_REGISTERS + 2];
    size_t answer_length = answer_request(request, answer);
    if (config.delay_us > 0) {
      usleep((useconds_t)config.delay_us);
    }
    if (write(client->fd, answer, answer_length) != (ssize_t)answer_length) {
      close_client(client);
      return;
    }
    used += length;
  }
  client->filled -= used;
  memmove(client->buffer, client->buffer + used, client->filled);
}

static void accept_client(int epoll, int listener) {
  int fd = accept(listener, NULL, NULL);
  if (fd < 0) {
    return;
  }
  int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  struct client *client = calloc(1, sizeof *client);
  if (client == NULL) {
    close(fd);
    return;
  }
  client->fd = fd;
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = client};
  epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
  counters.connections++;
}

static int listen_on(int port) {
  int on = 1;
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  struct sockaddr_in address = {
      .sin_family = AF_INET,
      .sin_port = htons((uint16_t)port),
      .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
  };
  if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, 64) != 0) {
    perror("mbserver: cannot listen");
    exit(1);
  }
  return fd;
}

static void run(int listener) {
  int epoll = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL};
  epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
  int64_t flushed = now_us();
  while (!stopping) {
    struct epoll_event events[EVENTS];
    int ready = epoll_wait(epoll, events, EVENTS, 500);
    if (now_us() - flushed > 1000000) {
      fflush(config.log);
      flushed = now_us();
    }
    for (int i = 0; i < ready; i++) {
      if (events[i].data.ptr == NULL) {
        accept_client(epoll, listener);
      } else {
        serve(events[i].data.ptr);
      }
    }
  }
}

int main(int argc, char **argv) {
  if (argc < 5 || argc > 6) {
    fprintf(stderr, "usage: mbserver PORT REGISTERS LOGFILE UNIT_MS [DELAY_US]\n");
    return 2;
  }
  config.registers = atoi(argv[2]);
  config.unit_ms = atoi(argv[4]);
  config.delay_us = argc > 5 ? atoi(argv[5]) : 0;
  config.log = fopen(argv[3], "wb");
  if (config.log == NULL || config.unit_ms < 1) {
    fprintf(stderr, "mbserver: cannot write %s, or UNIT_MS is not positive\n", argv[3]);
    return 2;
  }
  setvbuf(config.log, NULL, _IOFBF, 1 << 20);
  signal(SIGTERM, on_signal);
  signal(SIGINT, on_signal);
  signal(SIGPIPE, SIG_IGN);
  run(listen_on(atoi(argv[1])));
  fclose(config.log);
  fprintf(stderr,
          "{\"connections\":%" PRIu64 ",\"requests\":%" PRIu64 ",\"registers\":%" PRIu64
          ",\"exceptions\":%" PRIu64 "}\n",
          counters.connections, counters.requests, counters.registers, counters.exceptions);
  return 0;
}
