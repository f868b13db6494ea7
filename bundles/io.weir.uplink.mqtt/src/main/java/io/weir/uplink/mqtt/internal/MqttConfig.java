package io.weir.uplink.mqtt.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** An MQTT uplink's settings as they are written. */
@ObjectClassDefinition(
    name = "MQTT uplink",
    description = "Sends samples and events to an MQTT broker.")
public @interface MqttConfig {
  /** Address of the broker. */
  @AttributeDefinition(
      name = "Broker",
      description = "mqtt://host:port, or mqtts://host:port for TLS.")
  String url() default "mqtt://127.0.0.1:1883";

  /** MQTT version. */
  @AttributeDefinition(name = "MQTT version", description = "5 or 3.1.1.")
  String version() default "5";

  /** Client identifier. */
  @AttributeDefinition(
      name = "Client id",
      description = "Must be the broker's only one of this name; empty for the gateway's id.")
  String client_id() default "";

  /** User name. */
  @AttributeDefinition(name = "User name", description = "Empty for none.")
  String username() default "";

  /** Password. */
  @AttributeDefinition(
      name = "Password",
      description = "The secret that holds the password: secret:name; empty for none.")
  String password() default "";

  /** Certificate authorities. */
  @AttributeDefinition(
      name = "CA file",
      description =
          "PEM file of the authorities to trust with mqtts; empty for those the system trusts.")
  String ca_file() default "";

  /** Topic. */
  @AttributeDefinition(
      name = "Topic",
      description = "{gateway} and {kind} (telemetry, event, channels, state) are filled in.")
  String topic() default "weir/{gateway}/{kind}";

  /** Codec. */
  @AttributeDefinition(
      name = "Codec",
      description = "json, json-samples, senml-json, senml-cbor or weir.")
  String codec() default "json";

  /** Batch size. */
  @AttributeDefinition(name = "Batch size", description = "Most samples in one message.")
  int batch_samples() default 5_000;

  /** Batch age. */
  @AttributeDefinition(
      name = "Batch age",
      description = "A message is sent when its oldest sample is so many milliseconds old.")
  int batch_age_ms() default 1_000;

  /** In-flight window. */
  @AttributeDefinition(
      name = "In flight",
      description = "Most messages that wait for their acknowledgement; 1 to 1000.")
  int in_flight() default 16;

  /** Messages of a batch. */
  @AttributeDefinition(
      name = "Split",
      description = "none: one message a batch; device: one for each device in it.")
  String split() default "none";

  /** Order. */
  @AttributeDefinition(
      name = "Order",
      description =
          "live-first: new data before what has piled up; strict: always the oldest first.")
  String order() default "strict";

  /** The backlog's share. */
  @AttributeDefinition(
      name = "Backlog share",
      description =
          "Percentage of the samples that a backlog gets while live data wait too; 0 to 90.")
  int backlog_share() default 30;

  /** Byte rate. */
  @AttributeDefinition(
      name = "Bytes a second",
      description = "Most payload bytes a second, on average; 0 for no limit.")
  long rate_bytes_per_s() default 0;

  /** Message rate. */
  @AttributeDefinition(
      name = "Messages a second",
      description = "Most messages a second, on average; 0 for no limit.")
  int rate_messages_per_s() default 0;

  /** Daily budget. */
  @AttributeDefinition(
      name = "Bytes a day",
      description = "Most payload bytes a day, for metered links; 0 for no limit.")
  long budget_bytes_per_day() default 0;

  /** What happens at the budget's end. */
  @AttributeDefinition(
      name = "When the day's bytes are used",
      description = "events-only: telemetry waits for the next day; stop: events wait too.")
  String budget_at_limit() default "events-only";

  /** Schedule. */
  @AttributeDefinition(
      name = "Schedule",
      description =
          "When telemetry is sent: 22:00-06:00, or mon-fri 12:00-13:00; sat,sun 00:00-24:00. Empty"
              + " for always.")
  String schedule() default "";

  /** Events and the schedule. */
  @AttributeDefinition(
      name = "Events and the schedule",
      description = "always: events do not wait for the schedule; scheduled: they do.")
  String schedule_events() default "always";

  /** Time zone. */
  @AttributeDefinition(
      name = "Time zone",
      description = "Of schedule and budget: local, UTC or a name like Europe/Berlin.")
  String schedule_zone() default "local";

  /** Keep-alive interval. */
  @AttributeDefinition(
      name = "Keep alive",
      description = "Seconds of silence after which the connection is probed; 5 to 3600.")
  int keep_alive_s() default 30;
}
