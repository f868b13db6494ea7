package io.weir.driver.lwm2m.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Configuration of an LwM2M server. */
@ObjectClassDefinition(
    name = "LwM2M server",
    description = "Where devices that speak Lightweight M2M register.")
@interface Lwm2mConfig {
  @AttributeDefinition(
      name = "Address",
      description = "Address of the interface that is listened on; empty for all.")
  String address() default "";

  @AttributeDefinition(
      name = "Port",
      description = "UDP port for DTLS; 0 for none.",
      min = "0",
      max = "65535")
  int port() default 5684;

  @AttributeDefinition(
      name = "Plain port",
      description = "UDP port without security, usually 5683; 0 for none.",
      min = "0",
      max = "65535")
  int plain_port() default 0;

  @AttributeDefinition(
      name = "Pre-shared keys",
      description = "One for each device: <endpoint>=secret:<name>.")
  String[] psk() default {};

  @AttributeDefinition(
      name = "Accept",
      description = "Which devices that register are taken in without being asked.",
      options = {@Option(label = "ask", value = "ask"), @Option(label = "all", value = "all")})
  String accept() default "ask";

  @AttributeDefinition(
      name = "Devices",
      description = "Most devices that may register.",
      min = "1",
      max = "2000")
  int max_devices() default 200;

  @AttributeDefinition(
      name = "Payload",
      description = "Most bytes of one payload, over all its blocks.",
      min = "1024",
      max = "65536")
  int max_payload() default 16384;

  @AttributeDefinition(
      name = "Format",
      description = "Content format that devices are asked for and written in.",
      options = {
        @Option(label = "what the device prefers", value = "auto"),
        @Option(label = "plain text", value = "text"),
        @Option(label = "TLV", value = "tlv"),
        @Option(label = "SenML JSON", value = "senml-json"),
        @Option(label = "SenML CBOR", value = "senml-cbor")
      })
  String format() default "auto";

  @AttributeDefinition(
      name = "Shortest period (s)",
      description = "pmin of observed resources; 0 for what the device does by itself.",
      min = "0",
      max = "604800")
  int pmin() default 0;

  @AttributeDefinition(
      name = "Longest period (s)",
      description = "pmax of observed resources; 0 for what the device does by itself.",
      min = "0",
      max = "604800")
  int pmax() default 0;

  @AttributeDefinition(
      name = "Time-out (ms)",
      description = "Longest wait for a device's answer, over all repetitions.",
      min = "100",
      max = "120000")
  int timeout_ms() default 10000;

  @AttributeDefinition(
      name = "Awake (s)",
      description = "How long a device in queue mode listens after it has spoken.",
      min = "1",
      max = "3600")
  int awake_s() default 93;

  @AttributeDefinition(
      name = "Writes to sleepers (s)",
      description = "How long a write waits for a device in queue mode; 0 to refuse it.",
      min = "0",
      max = "604800")
  int write_wait_s() default 3600;

  @AttributeDefinition(
      name = "Queue",
      description = "Most rows that wait to be taken.",
      min = "64",
      max = "100000")
  int queue() default 4096;
}
