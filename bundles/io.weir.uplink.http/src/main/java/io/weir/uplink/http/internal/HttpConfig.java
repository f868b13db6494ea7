package io.weir.uplink.http.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** An HTTP uplink's settings as they are written. */
@ObjectClassDefinition(
    name = "HTTP uplink",
    description = "Posts samples and events to a web service: a webhook, InfluxDB, Prometheus.")
public @interface HttpConfig {
  /** Address of the service. */
  @AttributeDefinition(
      name = "Address",
      description =
          "http://... or https://...; {gateway}, {kind} (telemetry, event, channels) and {device}"
              + " are filled in.")
  String url() default "";

  /** Headers. */
  @AttributeDefinition(
      name = "Headers",
      description =
          "Sent with each request, as 'Name: value'; a word secret:name in a value is that secret,"
              + " as in 'Authorization: Token secret:influx'.")
  String[] headers() default {};

  /** User name. */
  @AttributeDefinition(
      name = "User name",
      description = "For basic authentication; empty for none.")
  String username() default "";

  /** Password. */
  @AttributeDefinition(
      name = "Password",
      description = "The secret that holds the password: secret:name; empty for none.")
  String password() default "";

  /** Certificate authorities. */
  @AttributeDefinition(
      name = "CA file",
      description =
          "PEM file of the authorities to trust with https; empty for those the system trusts.")
  String ca_file() default "";

  /** Codec. */
  @AttributeDefinition(
      name = "Codec",
      description =
          "json, json-samples, senml-json, senml-cbor, weir, influx (line protocol) or prometheus"
              + " (remote write).")
  String codec() default "json";

  /** Compression. */
  @AttributeDefinition(
      name = "Compress",
      description = "Whether bodies are sent with gzip, unless the codec has packed them already.")
  boolean gzip() default true;

  /** Time-out. */
  @AttributeDefinition(
      name = "Time-out",
      description = "Seconds to wait for the connection, and for the answer; 1 to 300.")
  int timeout_s() default 30;

  /** Interval of looking whether the service is there. */
  @AttributeDefinition(
      name = "Idle check",
      description =
          "Seconds without a request after which a connection is opened and closed, to see that the"
              + " service is there; 1 to 86400.")
  int idle_check_s() default 60;

  /** Batch size. */
  @AttributeDefinition(name = "Batch size", description = "Most samples in one request.")
  int batch_samples() default 5_000;

  /** Batch age. */
  @AttributeDefinition(
      name = "Batch age",
      description = "A request is sent when its oldest sample is so many milliseconds old.")
  int batch_age_ms() default 5_000;

  /** In-flight window. */
  @AttributeDefinition(
      name = "In flight",
      description = "Requests that are ready to follow the one that is sent; 1 to 16.")
  int in_flight() default 4;
}
