package io.weir.server.modbus.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Configuration of one Modbus server. */
@ObjectClassDefinition(
    name = "Modbus server",
    description = "Shows chosen channels to a local SCADA by Modbus TCP.")
@interface ServerConfig {
  @AttributeDefinition(
      name = "Host",
      description = "Address to listen on. Modbus knows no passwords: choose it on purpose.")
  String host() default "127.0.0.1";

  @AttributeDefinition(
      name = "Port",
      description = "TCP port; 0 takes a free one.",
      min = "0",
      max = "65535")
  int port() default 1502;

  @AttributeDefinition(name = "Units", description = "Unit ids that are answered, 0 to 255.")
  int[] unit() default {1};

  @AttributeDefinition(name = "Clients", description = "Most at once.", min = "1", max = "64")
  int max_clients() default 8;

  @AttributeDefinition(
      name = "Idle time-out (s)",
      description = "A client without a whole request for so long is disconnected.",
      min = "1",
      max = "86400")
  int idle_timeout_s() default 120;

  @AttributeDefinition(
      name = "Allowed clients",
      description = "Addresses and networks that may connect; empty: this machine only.")
  String[] allow() default {};

  @AttributeDefinition(name = "Writable", description = "Whether entries marked rw are written.")
  boolean writable() default false;

  @AttributeDefinition(
      name = "Write time-out (ms)",
      description = "Longest wait for the result of a write.",
      min = "100",
      max = "60000")
  int write_timeout_ms() default 3000;

  @AttributeDefinition(
      name = "Bad values",
      description = "What is read where no value can be trusted.",
      options = {
        @Option(label = "Exception 0x0B", value = "exception"),
        @Option(label = "NaN or a marker", value = "nan"),
        @Option(label = "The last value", value = "last")
      })
  String bad() default "exception";

  @AttributeDefinition(
      name = "Map",
      description = "Entries: <table> <address> [type] [order] <channel> [rw] [scale=] [offset=].")
  String[] map() default {};
}
