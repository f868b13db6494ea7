package io.weir.uplink.sparkplug.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** A Sparkplug uplink's settings as they are written. */
@ObjectClassDefinition(
    name = "Sparkplug B uplink",
    description =
        "Makes the gateway a Sparkplug B 3.0 edge node and each device a Sparkplug device.")
public @interface SparkplugConfig {
  /** Addresses of the servers. */
  @AttributeDefinition(
      name = "Servers",
      description =
          "mqtt://host:port, or mqtts://host:port for TLS. With several, the edge node is connected"
              + " to one at a time and goes to the next when that one, or the primary host on it,"
              + " is lost.")
  String[] servers() default {"mqtt://127.0.0.1:1883"};

  /** Group id. */
  @AttributeDefinition(
      name = "Group id",
      description = "The Sparkplug group of this edge node: any text without + / #.")
  String group_id() default "Weir";

  /** Edge node id. */
  @AttributeDefinition(
      name = "Edge node id",
      description =
          "Unique in the group: any text without + / #; empty for the gateway's id. Never give it"
              + " to two edge nodes.")
  String edge_node_id() default "";

  /** Primary host. */
  @AttributeDefinition(
      name = "Primary host",
      description =
          "Id of the host application to wait for: nothing is published while it is offline, and"
              + " what is kept meanwhile follows as historical values. Empty to publish always.")
  String primary_host() default "";

  /** What births name. */
  @AttributeDefinition(
      name = "Births",
      description =
          "sent: births name the channels that this uplink has sent, with the value it sent last,"
              + " so that what its policy keeps back is in no payload. live: births name every"
              + " channel of every device with its value now, whatever the policy.")
  String births() default "sent";

  /** Commands. */
  @AttributeDefinition(
      name = "Commands",
      description =
          "accept: hosts may write channels. refuse: they may not, and no commands to devices are"
              + " subscribed.")
  String commands() default "accept";

  /** When a value is historical. */
  @AttributeDefinition(
      name = "Historical after",
      description =
          "A value that is older than so many seconds and is not its channel's last is sent as"
              + " historical; 1 to 86400.")
  int historical_after_s() default 60;

  /** MQTT version. */
  @AttributeDefinition(name = "MQTT version", description = "3.1.1 or 5.")
  String version() default "3.1.1";

  /** Client identifier. */
  @AttributeDefinition(
      name = "Client id",
      description =
          "Must be the server's only one of this name; empty for the group and the edge node.")
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

  /** Batch size. */
  @AttributeDefinition(name = "Batch size", description = "Most samples in one batch.")
  int batch_samples() default 5_000;

  /** Batch age. */
  @AttributeDefinition(
      name = "Batch age",
      description = "A batch is sent when its oldest sample is so many milliseconds old.")
  int batch_age_ms() default 1_000;

  /** In-flight window. */
  @AttributeDefinition(
      name = "In flight",
      description = "Most batches that wait until the server has them; 1 to 1000.")
  int in_flight() default 16;

  /** Keep-alive interval. */
  @AttributeDefinition(
      name = "Keep alive",
      description = "Seconds of silence after which the connection is probed; 5 to 3600.")
  int keep_alive_s() default 30;
}
