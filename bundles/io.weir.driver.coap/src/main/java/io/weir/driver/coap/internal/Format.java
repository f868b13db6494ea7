package io.weir.driver.coap.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.OptionSet;
import org.jspecify.annotations.Nullable;

/** A payload's format, by its number in the registry of CoAP content formats. */
enum Format {
  TEXT(0),
  OCTETS(42),
  JSON(50),
  CBOR(60),
  SENML_JSON(110),
  SENML_CBOR(112);

  private final int number;

  Format(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /** As documents write it: {@code senml-json}. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The format that a word of a document names, or null. */
  static @Nullable Format ofWord(String word) {
    return Arrays.stream(values()).filter(f -> f.word().equals(word)).findFirst().orElse(null);
  }

  /** The format with this number, or null. */
  static @Nullable Format of(int number) {
    return Arrays.stream(values()).filter(f -> f.number == number).findFirst().orElse(null);
  }

  static String words() {
    return Arrays.stream(values()).map(Format::word).collect(Collectors.joining(", "));
  }

  /**
   * The format of a message; text when it does not say.
   *
   * @throws PayloadException 4.15 if it is another
   */
  static Format of(OptionSet options) throws PayloadException {
    if (!options.hasContentFormat()) {
      return TEXT;
    }
    Format format = of(options.getContentFormat());
    if (format == null) {
      throw new PayloadException(
          ResponseCode.UNSUPPORTED_CONTENT_FORMAT,
          "Content format "
              + options.getContentFormat()
              + " is not known; use one of "
              + Arrays.stream(values())
                  .map(f -> f.number + " (" + f.word() + ")")
                  .collect(Collectors.joining(", ")));
    }
    return format;
  }

  /**
   * The values of a payload. Text and octets are one value without a name: a {@link String} or a
   * {@code byte[]}, to be read as the channel's type says.
   */
  List<Measurement> read(byte[] payload) throws PayloadException {
    return switch (this) {
      case TEXT -> List.of(Measurement.of("", Text.utf8(payload)));
      case OCTETS -> List.of(Measurement.of("", payload));
      case JSON -> Documents.whole(Documents.JSON, payload, Documents::flatten);
      case CBOR -> Documents.whole(Documents.CBOR, payload, Documents::flatten);
      case SENML_JSON ->
          Documents.whole(Documents.JSON, payload, in -> SenmlReader.read(in, false, false));
      case SENML_CBOR ->
          Documents.whole(Documents.CBOR, payload, in -> SenmlReader.read(in, true, false));
    };
  }
}
