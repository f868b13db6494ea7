package io.weir.driver.mqtt.internal.zigbee;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Configuration of one Zigbee network. */
@ObjectClassDefinition(
    name = "Zigbee (zigbee2mqtt)",
    description = "The devices of one zigbee2mqtt, by way of its MQTT broker.")
@interface ZigbeeConfig {
  /** Link. */
  @AttributeDefinition(
      name = "Link",
      description = "Which broker: one on the network, or the hub inside this gateway.",
      options = {
        @Option(label = "At host and port", value = "broker"),
        @Option(label = "The hub of this gateway", value = "hub")
      })
  String link() default "broker";

  @AttributeDefinition(name = "Broker", description = "Name or address of the MQTT broker.")
  String host() default "127.0.0.1";

  @AttributeDefinition(
      name = "Port",
      description = "0 for the usual one: 1883, with TLS 8883.",
      min = "0",
      max = "65535")
  int port() default 0;

  @AttributeDefinition(name = "TLS", description = "Whether the connection is encrypted.")
  boolean tls() default false;

  @AttributeDefinition(
      name = "CA file",
      description = "PEM file of the authorities to trust; empty for those the system trusts.")
  String ca_file() default "";

  @AttributeDefinition(
      name = "Pin",
      description = "SHA-256 of the broker's certificate, to trust that one whoever signed it.")
  String pin() default "";

  @AttributeDefinition(name = "User name", description = "Empty for none.")
  String username() default "";

  /** Password. */
  @AttributeDefinition(
      name = "Password",
      description = "secret:NAME of the secret; empty for none.")
  String password() default "";

  @AttributeDefinition(
      name = "Client id",
      description = "Must be the broker's only one of this name; empty for one made of names.")
  String client_id() default "";

  @AttributeDefinition(
      name = "Base topic",
      description = "As mqtt.base_topic in the settings of zigbee2mqtt.")
  String base_topic() default "zigbee2mqtt";

  @AttributeDefinition(
      name = "Connect time-out",
      description = "Milliseconds for the broker, and for zigbee2mqtt to be found there.",
      min = "100",
      max = "60000")
  int connect_timeout_ms() default 10_000;

  @AttributeDefinition(
      name = "Time-out",
      description = "Milliseconds until a device must have confirmed what was written.",
      min = "100",
      max = "60000")
  int timeout_ms() default 5_000;

  @AttributeDefinition(
      name = "Keep alive",
      description = "Seconds of silence after which the connection is probed.",
      min = "5",
      max = "3600")
  int keep_alive_s() default 30;

  @AttributeDefinition(
      name = "Queue",
      description = "Most messages that wait to be taken.",
      min = "128",
      max = "65536")
  int queue() default 4_096;

  @AttributeDefinition(
      name = "Largest message",
      description = "In KB; the list of all devices is one message, 5 to 7 KB for each.",
      min = "1",
      max = "32768")
  int max_message_kb() default 8_192;
}
