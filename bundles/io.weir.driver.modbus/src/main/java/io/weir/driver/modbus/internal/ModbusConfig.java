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
      options = {
        @Option(label = "Modbus TCP", value = "tcp"),
        @Option(label = "Modbus TCP with TLS", value = "tls"),
        @Option(label = "Modbus over UDP", value = "udp"),
        @Option(label = "RTU on a serial port", value = "rtu"),
        @Option(label = "ASCII on a serial port", value = "ascii"),
        @Option(label = "RTU through a TCP gateway", value = "rtu-tcp"),
        @Option(label = "ASCII through a TCP gateway", value = "ascii-tcp")
      })
  String transport() default "tcp";

  @AttributeDefinition(name = "Host", description = "Name or address of the endpoint.")
  String host() default "";

  @AttributeDefinition(
      name = "Port",
      description = "TCP or UDP port; 0 for the usual one: 802 with TLS, else 502.",
      min = "0",
      max = "65535")
  int port() default 0;

  @AttributeDefinition(
      name = "Serial port",
      description = "Full path, best one below /dev/serial/by-id, which stays when plugs change.")
  String port_name() default "";

  @AttributeDefinition(
      name = "Baud",
      description = "Bits a second on the serial line.",
      min = "300",
      max = "4000000")
  int baud() default 19200;

  @AttributeDefinition(
      name = "Parity",
      description = "Parity bit on the serial line.",
      options = {
        @Option(label = "even", value = "even"),
        @Option(label = "odd", value = "odd"),
        @Option(label = "none", value = "none")
      })
  String parity() default "even";

  @AttributeDefinition(
      name = "Stop bits",
      description = "1 or 2; 0 for 1 with a parity bit and 2 without.",
      min = "0",
      max = "2")
  int stop_bits() default 0;

  @AttributeDefinition(
      name = "Data bits",
      description = "8, with ASCII also 7; 0 for 8, with ASCII 7.",
      min = "0",
      max = "8")
  int data_bits() default 0;

  @AttributeDefinition(
      name = "Silence (us)",
      description = "Silence between frames; 0 for 3.5 characters, 1750 above 19200 baud.",
      min = "0",
      max = "1000000")
  int silence_us() default 0;

  @AttributeDefinition(
      name = "Echo",
      description = "Whether the line gives back what is sent, as some two-wire adapters do.")
  boolean echo() default false;

  @AttributeDefinition(
      name = "RS-485",
      description = "Whether the port switches its transmitter by RTS; most adapters do by itself.")
  boolean rs485() default false;

  @AttributeDefinition(
      name = "Assumed turnaround (ms)",
      description = "What a device is taken to need before it answers, for the plan of the bus.",
      min = "0",
      max = "60000")
  int assumed_turnaround_ms() default 5;

  @AttributeDefinition(
      name = "TLS authorities",
      description = "PEM file of the authorities that are trusted; empty for those of the system.")
  String tls_ca() default "";

  @AttributeDefinition(
      name = "TLS certificate",
      description = "PEM file of the gateway's certificate; empty for none.")
  String tls_certificate() default "";

  @AttributeDefinition(
      name = "TLS key",
      description =
          "The certificate's key, PKCS #8 in PEM without a password: secret:name, or the full path"
              + " of a file.")
  String tls_key() default "";

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
