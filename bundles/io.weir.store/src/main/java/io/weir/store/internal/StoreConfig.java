package io.weir.store.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of journal and history: {@code io.weir.store.cfg.json}. */
@ObjectClassDefinition(
    name = "Store",
    description = "How long samples may wait for the medium, and how much of it they may take.")
@interface StoreConfig {
  @AttributeDefinition(
      name = "Commit interval (ms)",
      description =
          "Most that a power cut may lose of the telemetry. Longer is gentler to an SD card.",
      min = "1",
      max = "60000")
  long commit_interval_ms() default 1000;

  @AttributeDefinition(
      name = "Telemetry segment (bytes)",
      description = "Size of a telemetry segment file; each is preallocated.",
      min = "65536")
  long segment_bytes() default 8L << 20;

  @AttributeDefinition(
      name = "Telemetry limit (bytes)",
      description =
          "Most that telemetry waiting for an uplink may take; beyond it the oldest is thinned"
              + " and then given up. At least three segments.")
  long journal_max_bytes() default 1L << 30;

  @AttributeDefinition(
      name = "Event segment (bytes)",
      description = "Size of an event segment file; each is preallocated.",
      min = "65536")
  long event_segment_bytes() default 1L << 20;

  @AttributeDefinition(
      name = "Event limit (bytes)",
      description =
          "Most that events waiting for an uplink may take; beyond it the oldest are given up."
              + " At least three segments.")
  long event_max_bytes() default 64L << 20;

  @AttributeDefinition(
      name = "Telemetry age (h)",
      description =
          "Telemetry older than this is given up although an uplink still waits for it; 0 for"
              + " never.",
      min = "0",
      max = "876000")
  long journal_max_age_h() default 0;

  @AttributeDefinition(
      name = "Event age (h)",
      description =
          "Events older than this are given up although an uplink still waits for them; 0 for"
              + " never.",
      min = "0",
      max = "876000")
  long event_max_age_h() default 0;

  @AttributeDefinition(
      name = "Disk floor (bytes)",
      description =
          "Free space below which old telemetry is thinned and then given up, the history's first;"
              + " 0 for 5 % of the file system, at least 64 MiB and at most 512 MiB.",
      min = "0")
  long disk_floor_bytes() default 0;

  @AttributeDefinition(
      name = "Card budget (bytes a day)",
      description =
          "While more than this is written to the card, telemetry is committed less often; 0 for"
              + " no budget.",
      min = "0")
  long wear_budget_bytes_per_day() default 4_000_000_000L;

  @AttributeDefinition(
      name = "Card endurance (bytes)",
      description =
          "Bytes the card's data sheet says it endures, for the projected life; 0 if not stated.",
      min = "0")
  long wear_endurance_bytes() default 0;

  @AttributeDefinition(
      name = "Longest commit interval (ms)",
      description = "Longest that telemetry may wait for its commit to keep the card's budget.",
      min = "1",
      max = "60000")
  long wear_commit_max_ms() default 10_000;

  @AttributeDefinition(
      name = "History window (s)",
      description = "Samples of a channel are stored in chunks of this time, aligned to it.",
      min = "10",
      max = "86400")
  long history_window_s() default 600;

  @AttributeDefinition(
      name = "History memory (samples)",
      description = "Samples that are kept in memory before a chunk is stored early.",
      min = "1000",
      max = "10000000")
  int history_memory_samples() default 250_000;

  @AttributeDefinition(
      name = "Clock wait (s)",
      description =
          "How long samples wait for a trusted clock before they are stored in the history with"
              + " uncertain time.",
      min = "0",
      max = "86400")
  long history_clock_wait_s() default 60;

  @AttributeDefinition(
      name = "History limit (bytes)",
      description =
          "Most that the history may take; beyond it the oldest samples are given up, then the"
              + " oldest minutes, then hours. 0 for no limit.",
      min = "0")
  long history_max_bytes() default 16L << 30;

  @AttributeDefinition(
      name = "Samples limit (bytes)",
      description =
          "Most that the rows of samples may take; beyond it"
              + " the oldest are given up. 0 for no limit of its own.",
      min = "0")
  long history_max_raw_bytes() default 0;

  @AttributeDefinition(
      name = "Minutes limit (bytes)",
      description =
          "Most that the rows of rollups of minutes may take; beyond it"
              + " the oldest are given up. 0 for no limit of its own.",
      min = "0")
  long history_max_minute_bytes() default 0;

  @AttributeDefinition(
      name = "Hours limit (bytes)",
      description =
          "Most that the rows of rollups of hours may take; beyond it"
              + " the oldest are given up. 0 for no limit of its own.",
      min = "0")
  long history_max_hour_bytes() default 0;

  @AttributeDefinition(
      name = "Days limit (bytes)",
      description =
          "Most that the rows of rollups of days may take; beyond it"
              + " the oldest are given up. 0 for no limit of its own.",
      min = "0")
  long history_max_day_bytes() default 0;

  @AttributeDefinition(
      name = "Keep samples (days)",
      description = "How long each sample is kept; 0 for ever.",
      min = "0",
      max = "100000")
  long history_keep_raw_days() default 90;

  @AttributeDefinition(
      name = "Keep minutes (days)",
      description = "How long the rollups of minutes are kept; 0 for ever.",
      min = "0",
      max = "100000")
  long history_keep_minute_days() default 365;

  @AttributeDefinition(
      name = "Keep hours (days)",
      description = "How long the rollups of hours are kept; 0 for ever.",
      min = "0",
      max = "100000")
  long history_keep_hour_days() default 1825;

  @AttributeDefinition(
      name = "Keep days (days)",
      description = "How long the rollups of days are kept; 0 for ever.",
      min = "0",
      max = "100000")
  long history_keep_day_days() default 0;

  @AttributeDefinition(
      name = "Groups of channels",
      description =
          "Channels that are kept for another time: 'boiler/*, meter/energy = raw 365 d,"
              + " minute 5 y, hour forever'. The first group that names a channel has it; a level it"
              + " does not name is kept as above.")
  String[] history_groups() default {};
}
