package io.weir.driver.coap.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Configuration of a CoAP server. */
@ObjectClassDefinition(
    name = "CoAP server",
    description = "Where devices that speak CoAP bring their values.")
@interface ServerConfig {
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
      description = "One for each device: <identity>=secret:<name>.")
  String[] psk() default {};

  @AttributeDefinition(
      name = "Key file",
      description = "File of <identity>=<key> lines that only its owner may read; empty for none.")
  String psk_file() default "";

  @AttributeDefinition(
      name = "TLS authorities",
      description = "PEM file of the authorities whose certificates devices may have.")
  String tls_ca() default "";

  @AttributeDefinition(
      name = "TLS certificate",
      description = "PEM file of the gateway's certificate; empty for none.")
  String tls_certificate() default "";

  @AttributeDefinition(
      name = "TLS key",
      description = "PEM file of the certificate's key, PKCS #8 without a password.")
  String tls_key() default "";

  @AttributeDefinition(
      name = "Accept",
      description = "Which devices that announce themselves are taken in without being asked.",
      options = {@Option(label = "ask", value = "ask"), @Option(label = "all", value = "all")})
  String accept() default "ask";

  @AttributeDefinition(
      name = "Devices",
      description = "Most devices that may announce themselves.",
      min = "1",
      max = "2000")
  int max_devices() default 500;

  @AttributeDefinition(
      name = "Payload",
      description = "Most bytes of one payload, over all its blocks.",
      min = "64",
      max = "65536")
  int max_payload() default 8192;

  @AttributeDefinition(
      name = "Rate",
      description = "Requests a second of one device in the long run.",
      min = "1",
      max = "1000")
  int rate() default 10;

  @AttributeDefinition(
      name = "Burst",
      description = "Requests of one device at once after a silence.",
      min = "1",
      max = "10000")
  int burst() default 50;

  @AttributeDefinition(
      name = "Queue",
      description = "Most rows that wait to be recorded.",
      min = "512",
      max = "100000")
  int queue() default 8192;

  @AttributeDefinition(
      name = "Oldest value (h)",
      description = "A value that says it is older is recorded with its time of arrival.",
      min = "1",
      max = "8760")
  int max_age_hours() default 168;

  @AttributeDefinition(
      name = "Fresh (s)",
      description = "How long a value that a device has sent answers a poll.",
      min = "1",
      max = "86400")
  int fresh_s() default 3600;

  @AttributeDefinition(
      name = "Write time-out (ms)",
      description = "Longest wait for the acknowledgement of an observing device.",
      min = "100",
      max = "60000")
  int write_timeout_ms() default 5000;
}
