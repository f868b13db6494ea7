package io.weir.driver.coap.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Configuration of one host that is asked over CoAP. */
@ObjectClassDefinition(
    name = "CoAP connection",
    description = "One host whose resources are read, observed and written.")
@interface ClientConfig {
  @AttributeDefinition(name = "Host", description = "Name or address of the host.")
  String host() default "";

  @AttributeDefinition(
      name = "Port",
      description = "UDP port; 0 for the usual one: 5684 with security, else 5683.",
      min = "0",
      max = "65535")
  int port() default 0;

  @AttributeDefinition(
      name = "Security",
      description = "How both ends prove who they are.",
      options = {
        @Option(label = "pre-shared key", value = "psk"),
        @Option(label = "certificates", value = "certificate"),
        @Option(label = "none", value = "none")
      })
  String security() default "psk";

  @AttributeDefinition(
      name = "Pre-shared key",
      description = "The gateway's identity there and its key: <identity>=secret:<name>.")
  String psk() default "";

  @AttributeDefinition(
      name = "Key file",
      description = "File of one <identity>=<key> line that only its owner may read.")
  String psk_file() default "";

  @AttributeDefinition(
      name = "TLS authorities",
      description = "PEM file of the authorities that are trusted.")
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
      name = "Connect time-out (ms)",
      description = "Longest wait for the host's first sign of life.",
      min = "100",
      max = "60000")
  int connect_timeout_ms() default 10000;

  @AttributeDefinition(
      name = "Request time-out (ms)",
      description = "Longest wait for an answer, over all repetitions.",
      min = "100",
      max = "120000")
  int timeout_ms() default 10000;

  @AttributeDefinition(
      name = "Payload",
      description = "Most bytes of one answer, over all its blocks.",
      min = "64",
      max = "1048576")
  int max_payload() default 65536;

  @AttributeDefinition(
      name = "Queue",
      description = "Most rows of observed resources that wait to be taken.",
      min = "16",
      max = "65536")
  int queue() default 1024;
}
