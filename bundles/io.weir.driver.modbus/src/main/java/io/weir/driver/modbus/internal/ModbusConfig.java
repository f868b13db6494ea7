package io.weir.driver.modbus.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Configuration of one Modbus connection. */
@ObjectClassDefinition(
    name = "Modbus connection",
    description = "One endpoint behind which Modbus units are reached.")
@interface ModbusConfig {
  @AttributeDefinition(
      name = "Transport",
      description = "How requests travel.",
      options = @Option(label = "Modbus TCP", value = "tcp"))
  String transport() default "tcp";

  @AttributeDefinition(name = "Host", description = "Name or address of the endpoint.")
  String host() default "";

  @AttributeDefinition(name = "Port", description = "TCP port.", min = "1", max = "65535")
  int port() default 502;

  @AttributeDefinition(
      name = "Connect time-out (ms)",
      description = "Longest wait for the connection.",
      min = "1",
      max = "60000")
  int connect_timeout_ms() default 3000;

  @AttributeDefinition(
      name = "Request time-out (ms)",
      description = "Longest wait for an answer.",
      min = "1",
      max = "60000")
  int timeout_ms() default 1000;

  @AttributeDefinition(
      name = "Pause (ms)",
      description = "Rest between an answer and the next request, for slow gateways.",
      min = "0",
      max = "60000")
  int pause_ms() default 0;

  @AttributeDefinition(
      name = "Gap",
      description =
          "Most unused registers read along to merge two requests; 16 times as many bits.",
      min = "0",
      max = "125")
  int max_gap() default 10;

  @AttributeDefinition(
      name = "Registers per request",
      description = "Most registers read at once.",
      min = "1",
      max = "125")
  int max_registers() default 125;

  @AttributeDefinition(
      name = "Bits per request",
      description = "Most coils or discrete inputs read at once.",
      min = "1",
      max = "2000")
  int max_bits() default 2000;
}
