package io.weir.driver.mqtt.internal.mapping;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Settings of one connection to a broker. */
@ObjectClassDefinition(
    name = "MQTT devices",
    description = "Devices that publish to an MQTT broker, mapped to channels or discovered.")
@interface MqttConfig {
  /** Link. */
  @AttributeDefinition(
      name = "Link",
      description = "Which broker: one on the network, or the hub inside this gateway.",
      options = {
        @Option(label = "At host and port", value = "broker"),
        @Option(label = "The hub of this gateway", value = "hub")
      })
  String link() default "broker";

  /** Host. */
  @AttributeDefinition(name = "Host", description = "Name or address of the broker.")
  String host() default "127.0.0.1";

  /** Port. */
  @AttributeDefinition(
      name = "Port",
      description = "0 for the usual one: 1883, with TLS 8883.",
      min = "0",
      max = "65535")
  int port() default 0;

  /** TLS. */
  @AttributeDefinition(name = "TLS", description = "Whether the connection is encrypted.")
  boolean tls() default false;

  /** Certificate authorities. */
  @AttributeDefinition(
      name = "CA file",
      description = "PEM file of trusted authorities; empty for those the system trusts.")
  String ca_file() default "";

  /** Certificate pin. */
  @AttributeDefinition(
      name = "Pin",
      description = "SHA-256 of the broker's certificate, trusted whoever signed it.")
  String pin() default "";

  /** Client identifier. */
  @AttributeDefinition(
      name = "Client id",
      description = "Must be the broker's only one of this name; empty for one of the gateway's.")
  String client_id() default "";

  /** User name. */
  @AttributeDefinition(name = "User name", description = "Empty for none.")
  String username() default "";

  /** Password. */
  @AttributeDefinition(
      name = "Password",
      description = "secret:NAME of the secret; empty for none.")
  String password() default "";

  /** Session. */
  @AttributeDefinition(
      name = "Session",
      description = "persistent: the broker keeps what comes while the gateway is away; clean.")
  String session() default "persistent";

  /** Connect time-out. */
  @AttributeDefinition(
      name = "Connect time-out",
      description = "Milliseconds after which a connection or a request is given up.",
      min = "100",
      max = "60000")
  int connect_timeout_ms() default 5_000;

  /** Keep-alive interval. */
  @AttributeDefinition(
      name = "Keep alive",
      description = "Seconds of silence after which the connection is probed.",
      min = "5",
      max = "3600")
  int keep_alive_s() default 30;

  /** Queue. */
  @AttributeDefinition(
      name = "Queue",
      description = "Most messages that wait to be taken.",
      min = "128",
      max = "65536")
  int queue() default 4_096;

  /** Largest message. */
  @AttributeDefinition(
      name = "Largest message",
      description = "In KiB; the broker is told, and sends no larger one.",
      min = "1",
      max = "32768")
  int max_message_kb() default 256;

  /** Discovery prefix. */
  @AttributeDefinition(
      name = "Discovery",
      description = "Prefix of Home Assistant's discovery topics; empty for no discovery.")
  String discovery() default "homeassistant";

  /** What is done with announced devices. */
  @AttributeDefinition(
      name = "Accept",
      description = "all: discovered devices are used at once; ask: once somebody accepts them.")
  String accept() default "all";
}
