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

  /** Keep-alive interval. */
  @AttributeDefinition(
      name = "Keep alive",
      description = "Seconds of silence after which the connection is probed; 5 to 3600.")
  int keep_alive_s() default 30;
}
