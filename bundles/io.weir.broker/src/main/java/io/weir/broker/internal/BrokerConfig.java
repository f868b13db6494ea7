package io.weir.broker.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the embedded broker. */
@ObjectClassDefinition(
    name = "MQTT broker",
    description = "A broker inside this gateway. Speaks MQTT 3.1.1.")
@interface BrokerConfig {
  @AttributeDefinition(
      name = "Host",
      description =
          "Address to listen on. Only a loopback address: clients have no credentials yet")
  String host() default "127.0.0.1";

  @AttributeDefinition(name = "Port", description = "0 takes a free one", min = "0", max = "65535")
  int port() default 1883;

  @AttributeDefinition(
      name = "Largest message",
      description = "Bytes of one message; a larger one ends the client's connection",
      min = "1024",
      max = "16777216")
  int message_bytes() default 1048576;
}
