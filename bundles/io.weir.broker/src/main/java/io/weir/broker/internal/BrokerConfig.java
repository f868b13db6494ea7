package io.weir.broker.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Settings of the broker. */
@ObjectClassDefinition(
    name = "MQTT broker",
    description = "A broker inside this gateway, for the devices of the site.")
@interface BrokerConfig {
  @AttributeDefinition(
      name = "Host",
      description = "Address to listen on; beyond loopback there must be users")
  String host() default "127.0.0.1";

  @AttributeDefinition(
      name = "Port",
      description = "Without TLS. 0 takes a free one, -1 none",
      min = "-1",
      max = "65535")
  int port() default 1883;

  @AttributeDefinition(
      name = "Port without TLS",
      description = "Beyond loopback passwords and values can be read on the way without TLS",
      options = {
        @Option(label = "On loopback only", value = "loopback"),
        @Option(label = "On any address", value = "anywhere")
      })
  String plain() default "loopback";

  @AttributeDefinition(
      name = "TLS port",
      description = "With the gateway's certificate. 0 takes a free one, -1 none",
      min = "-1",
      max = "65535")
  int tls_port() default -1;

  @AttributeDefinition(
      name = "Users",
      description = "Names of who may log in. None: no login, loopback only")
  String[] users() default {};

  @AttributeDefinition(
      name = "Passwords",
      description = "secret:<name> for each user, in the same order")
  String[] passwords() default {};

  @AttributeDefinition(
      name = "Client ids",
      description =
          "Entries: <user> <client id>, '*' at the end for any rest. Else the user's name")
  String[] clients() default {};

  @AttributeDefinition(
      name = "Permissions",
      description = "Entries: <user or *> read|write|readwrite <topic filter with %u and %c>")
  String[] permissions() default {"* readwrite %u/#"};

  @AttributeDefinition(
      name = "Kept",
      description = "Where retained messages and sessions are kept",
      options = {
        @Option(label = "On disk, over restarts", value = "disk"),
        @Option(label = "In memory", value = "memory")
      })
  String kept() default "disk";

  @AttributeDefinition(
      name = "Broker behind",
      description = "Mosquitto must be installed, and speaks MQTT 5; the embedded one 3.1.1",
      options = {
        @Option(label = "Embedded (Moquette)", value = "embedded"),
        @Option(label = "Mosquitto, as a process of the gateway's", value = "mosquitto")
      })
  String behind() default "embedded";

  @AttributeDefinition(
      name = "Recorded topics",
      description =
          "Topic filters. What is published there at QoS 1 or 2 is acknowledged only if a driver"
              + " has recorded it; also while none listens")
  String[] recorded() default {};

  @AttributeDefinition(
      name = "Time to record",
      description =
          "Milliseconds that a message may wait to be recorded; then its client is disconnected,"
              + " so that it sends it again",
      min = "100",
      max = "600000")
  int record_timeout_ms() default 15000;

  @AttributeDefinition(
      name = "Largest message",
      description = "Bytes of one message; a larger one ends the client's connection",
      min = "1024",
      max = "16777216")
  int message_bytes() default 1048576;

  @AttributeDefinition(name = "Most connections", min = "1", max = "10000")
  int connections() default 500;

  @AttributeDefinition(
      name = "Most connections of one address",
      description = "Also bounds how fast an address can connect anew",
      min = "1",
      max = "10000")
  int connections_address() default 250;

  @AttributeDefinition(
      name = "Messages a second of one client",
      description = "A faster one is read more slowly; nothing is lost",
      min = "1",
      max = "100000")
  int client_rate() default 500;
}
