/*
 * subbench: an MQTT subscriber that logs every sample in every message.
 *
 *   subbench PORT LOGFILE TOPIC     subscribes at 127.0.0.1, QoS 1, session kept over reconnects
 *   subbench --parse < PAYLOAD      prints the samples of one payload, "address value" a line
 *
 * A sample is a JSON member named r<address>, wherever it stands, whose value is a number
 * ("r0":123), a number in quotes, or an array ("r0":[123,124]): then every number in it is one
 * sample. Nulls and texts in an array are none.
 *
 * LOGFILE takes one binary record a sample, LOGFILE.msg one a message. Ends on SIGTERM or SIGINT
 * and then prints its counters as JSON on standard error.
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <inttypes.h>
#include <mosquitto.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct sample_record {
  int64_t time_us;
  int32_t address;
  int32_t value;
};

struct message_record {
  int64_t time_us;
  int32_t samples;
  int32_t bytes;
};

/* What remains of a payload. */
struct cursor {
  const char *at;
  const char *end;
};

typedef void sample_sink(int64_t time_us, int address, int value);

static FILE *sample_log, *message_log;
static const char *topic;
static uint64_t messages, samples, payload_bytes;
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

static void skip_space(struct cursor *cursor) {
  while (cursor->at < cursor->end && isspace((unsigned char)*cursor->at)) {
    cursor->at++;
  }
}

static int looking_at(const struct cursor *cursor, char wanted) {
  return cursor->at < cursor->end && *cursor->at == wanted;
}

/* Steps over a string, the cursor on its opening quote; gives the text between the quotes. */
static struct cursor take_string(struct cursor *cursor) {
  struct cursor text = {++cursor->at, cursor->end};
  while (cursor->at < cursor->end && *cursor->at != '"') {
    cursor->at += *cursor->at == '\\' ? 2 : 1;
  }
  if (cursor->at > cursor->end) {
    cursor->at = cursor->end;
  }
  text.end = cursor->at;
  if (cursor->at < cursor->end) {
    cursor->at++;
  }
  return text;
}

/* Takes an integer if there is one; a fraction is stepped over. */
static int take_number(struct cursor *cursor, int *value) {
  const char *start = cursor->at;
  int negative = looking_at(cursor, '-');
  const char *digit = start + negative;
  int number = 0;
  while (digit < cursor->end && isdigit((unsigned char)*digit)) {
    number = 10 * number + (*digit++ - '0');
  }
  if (digit == start + negative) {
    return 0;
  }
  while (digit < cursor->end && (isalnum((unsigned char)*digit) || strchr(".+-", *digit))) {
    digit++;
  }
  cursor->at = digit;
  *value = negative ? -number : number;
  return 1;
}

/* The address in a member name r<address>, or -1. */
static int register_address(struct cursor name) {
  if (!looking_at(&name, 'r') || ++name.at == name.end) {
    return -1;
  }
  int address = 0;
  for (; name.at < name.end; name.at++) {
    if (!isdigit((unsigned char)*name.at) || address > 65535) {
      return -1;
    }
    address = 10 * address + (*name.at - '0');
  }
  return address;
}

/* Takes the samples of an array, the cursor on its opening bracket. */
static void take_array(struct cursor *cursor, int address, int64_t time_us, sample_sink *sink) {
  cursor->at++;
  while (cursor->at < cursor->end && *cursor->at != ']') {
    int value;
    if (looking_at(cursor, '"')) {
      take_string(cursor);
    } else if (take_number(cursor, &value)) {
      sink(time_us, address, value);
    } else {
      cursor->at++;
    }
  }
}

/* Takes the samples of a member's value; leaves anything else to the caller. */
static void take_value(struct cursor *cursor, int address, int64_t time_us, sample_sink *sink) {
  int value;
  if (looking_at(cursor, '[')) {
    take_array(cursor, address, time_us, sink);
  } else if (looking_at(cursor, '"')) {
    struct cursor text = take_string(cursor);
    if (take_number(&text, &value)) {
      sink(time_us, address, value);
    }
  } else if (take_number(cursor, &value)) {
    sink(time_us, address, value);
  }
}

static void parse(const char *payload, size_t length, int64_t time_us, sample_sink *sink) {
  struct cursor cursor = {payload, payload + length};
  while (cursor.at < cursor.end) {
    if (*cursor.at != '"') {
      cursor.at++;
      continue;
    }
    struct cursor name = take_string(&cursor);
    skip_space(&cursor);
    if (!looking_at(&cursor, ':')) {
      continue;
    }
    cursor.at++;
    skip_space(&cursor);
    int address = register_address(name);
    if (address >= 0) {
      take_value(&cursor, address, time_us, sink);
    }
  }
}

static void log_sample(int64_t time_us, int address, int value) {
  struct sample_record record = {time_us, address, value};
  fwrite(&record, sizeof record, 1, sample_log);
  samples++;
}

static void on_message(struct mosquitto *client, void *user,
                       const struct mosquitto_message *message) {
  (void)client;
  (void)user;
  int64_t time_us = now_us();
  uint64_t before = samples;
  size_t length = (size_t)message->payloadlen;
  parse(message->payload, length, time_us, log_sample);
  messages++;
  payload_bytes += length;
  struct message_record record = {time_us, (int32_t)(samples - before), message->payloadlen};
  fwrite(&record, sizeof record, 1, message_log);
}

static void on_connect(struct mosquitto *client, void *user, int result) {
  (void)user;
  if (result == 0) {
    mosquitto_subscribe(client, NULL, topic, 1);
  }
}

static void subscribe(int port) {
  mosquitto_lib_init();
  struct mosquitto *client = mosquitto_new("subbench", false, NULL);
  mosquitto_connect_callback_set(client, on_connect);
  mosquitto_message_callback_set(client, on_message);
  while (!stopping && mosquitto_connect(client, "127.0.0.1", port, 30) != MOSQ_ERR_SUCCESS) {
    usleep(200000);
  }
  int64_t flushed = now_us();
  while (!stopping) {
    if (mosquitto_loop(client, 200, 1) != MOSQ_ERR_SUCCESS && !stopping) {
      usleep(200000);
      mosquitto_reconnect(client);
    }
    if (now_us() - flushed > 1000000) {
      fflush(sample_log);
      fflush(message_log);
      flushed = now_us();
    }
  }
}

static FILE *open_log(const char *path) {
  FILE *file = fopen(path, "wb");
  if (file == NULL) {
    perror(path);
    exit(1);
  }
  setvbuf(file, NULL, _IOFBF, 1 << 20);
  return file;
}

static void print_sample(int64_t time_us, int address, int value) {
  (void)time_us;
  printf("%d %d\n", address, value);
}

static int parse_standard_input(void) {
  static char payload[1 << 20];
  parse(payload, fread(payload, 1, sizeof payload, stdin), 0, print_sample);
  return 0;
}

int main(int argc, char **argv) {
  if (argc == 2 && strcmp(argv[1], "--parse") == 0) {
    return parse_standard_input();
  }
  if (argc != 4) {
    fprintf(stderr, "usage: subbench PORT LOGFILE TOPIC | subbench --parse\n");
    return 2;
  }
  char message_path[4096];
  snprintf(message_path, sizeof message_path, "%s.msg", argv[2]);
  sample_log = open_log(argv[2]);
  message_log = open_log(message_path);
  topic = argv[3];
  signal(SIGTERM, on_signal);
  signal(SIGINT, on_signal);
  subscribe(atoi(argv[1]));
  fclose(sample_log);
  fclose(message_log);
  fprintf(stderr,
          "{\"messages\":%" PRIu64 ",\"samples\":%" PRIu64 ",\"payload_bytes\":%" PRIu64 "}\n",
          messages, samples, payload_bytes);
  return 0;
}
